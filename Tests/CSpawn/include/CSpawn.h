/* What glibc has and Swift's module of it does not show. */
#include <sys/types.h>

/* Starts the program argv[0], looked up in PATH, in a folder (NULL: this one), with all signals as
 * they are by default and no descriptors but the three given; -1 stands for /dev/null.
 * Returns 0, or the error's number. */
int spawn_child(pid_t *pid, char *const argv[], char *const envp[], const char *folder,
                const int streams[3]);

/* A pipe that no program that is started inherits. Returns 0, or the error's number. */
int closed_pipe(int ends[2]);

import Foundation

/// The settings that a private cluster starts with, fitted to the machine.
struct ClusterSettings: Equatable {
    /// The memory that PostgreSQL may count on, in bytes.
    var memoryBytes: Int
    /// The method that compresses full-page images in the log: `lz4`, or `pglz`, which is always there.
    var walCompression: String
    /// Where parallel workers share memory: `posix`, or `mmap` where `/dev/shm` is too small.
    var sharedMemoryType: String

    /// The text of `postgresql.conf`.
    var text: String {
        let megabyte = 1 << 20
        let sharedBuffers = min(max(memoryBytes / 4, 32 * megabyte), 2048 * megabyte) / megabyte
        let workMemory = min(max(memoryBytes / 400, 4 * megabyte), 32 * megabyte) / megabyte
        let maintenance = min(max(memoryBytes / 16, 32 * megabyte), 512 * megabyte) / megabyte
        let cacheSize = max(memoryBytes / 4 * 3, 64 * megabyte) / megabyte
        return """
            # Written by redline at each start; changes here are lost. Put yours in custom.conf, beside this.

            # Only programs on this machine, through a socket in a folder that is its owner's alone.
            listen_addresses = ''
            unix_socket_permissions = 0700
            max_connections = 100

            # What was recorded stays recorded, through a crash and a power cut.
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            max_wal_size = 4GB
            wal_compression = \(walCompression)

            # Memory, fitted to this machine.
            shared_buffers = \(sharedBuffers)MB
            work_mem = \(workMemory)MB
            maintenance_work_mem = \(maintenance)MB
            effective_cache_size = \(cacheSize)MB
            dynamic_shared_memory_type = \(sharedMemoryType)
            jit = off

            # A week of logs, a file for each day. No statement, value or document gets into them: errors
            # go to the client alone (they quote what was wrong), and details are left out.
            logging_collector = on
            log_directory = 'log'
            log_filename = 'server-%a.log'
            log_file_mode = 0600
            log_rotation_age = 1d
            log_rotation_size = 0
            log_truncate_on_rotation = on
            log_line_prefix = '%m [%p] '
            log_min_messages = log
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_statement = none
            log_min_duration_statement = -1
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            log_checkpoints = off

            # The same everywhere, whatever the machine speaks.
            timezone = 'UTC'
            log_timezone = 'UTC'
            datestyle = 'iso, ymd'
            lc_messages = 'C'
            cluster_name = 'redline'

            include_if_exists = 'custom.conf'

            """
    }

    /// The text of `pg_hba.conf`, which says who may connect; written once, with the cluster.
    static let accessRules = """
        # Whoever can enter the socket's folder (its owner and root) may connect, and nobody else.
        # For TCP, set listen_addresses in custom.conf, give a role a password and add a line such as
        # host  redline  redline  127.0.0.1/32  scram-sha-256
        local  all  all  trust

        """

    /// The text of a new `custom.conf`.
    static let emptyCustomSettings = """
        # Your own settings for this cluster. They win over those of postgresql.conf and are kept.

        """

    /// The machine's memory, or the container's limit where that is less, in bytes.
    static func availableMemoryBytes() -> Int {
        let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
            .compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }
            .compactMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        let physical = Int(clamping: ProcessInfo.processInfo.physicalMemory)
        return limits.filter { $0 > 0 }.reduce(physical, min)
    }

    /// The way to share memory that works here: containers often have a `/dev/shm` of 64 MB, which
    /// a parallel query outgrows.
    static func usableSharedMemoryType() -> String {
        var volume = statvfs()
        guard statvfs("/dev/shm", &volume) == 0 else { return "mmap" }
        return UInt64(volume.f_blocks) * UInt64(volume.f_frsize) >= 256 << 20 ? "posix" : "mmap"
    }
}

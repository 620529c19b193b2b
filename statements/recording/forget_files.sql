-- Forgets files that are gone from the folder; how many they were.
select redline.forget_files(:'files'::uuid[], :'owners'::text[]) as forgotten

-- Notes that files could not be removed from the folder: others are tried before them.
select redline.put_off_files(:'files'::uuid[], :'owners'::text[])

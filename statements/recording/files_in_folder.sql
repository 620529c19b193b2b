-- How many files there are in the folder, how many are to be removed, and since when that fails.
select files, due, due_since, folder_id from redline.files_in_folder()

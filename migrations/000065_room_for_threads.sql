-- Room in the pages of threads for what each message writes anew.
--
-- A message that comes in changes the row of its thread. Where the page has room for the row as it is
-- then, that needs no new entry in the index, and what was there before makes the room for the next.
-- Of full pages every second change found none. The table did not grow by it in a test.
alter table redline.thread set (fillfactor = 50);

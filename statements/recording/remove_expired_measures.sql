-- Workflows past their time are gone for everybody; nothing of them is measured.
delete from redline.pending_measure where kept_from <= (select redline.kept_since('export'))

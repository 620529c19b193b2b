-- Workflows past their time are gone for everybody; nothing of them is measured.
delete from redline.pending_measure where not redline.is_kept(
    owner, kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )

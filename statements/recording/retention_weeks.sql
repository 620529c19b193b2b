-- The weeks that something may be past its time in.
select kind, week::text as week from redline.weeks_to_look_at()

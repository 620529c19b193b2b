-- Joins days that are over to spans, so that reports over many days read fewer rows.
select redline.join_days()

-- For how many days records are kept: everybody's (without an owner), and those of each owner who has
-- a time of their own.
select owner, export_days, interaction_days from redline.recorded_days()

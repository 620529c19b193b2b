-- Puts what waits into the roll-ups; how many entries that were.
select redline.roll_up() as entries

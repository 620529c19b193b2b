-- Removes what is past its time and lies in no partition.
select redline.remove_past_rows() as removed

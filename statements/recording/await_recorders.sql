-- Waits for whoever records of an owner and did not see yet that they are being erased.
select redline.await_recorders()

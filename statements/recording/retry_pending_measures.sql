-- Gives what was set aside another chance, because somebody asked for it.
update redline.pending_measure set tries = 0 where tries >= :'try_limit'::integer

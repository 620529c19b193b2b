-- Ends a sign-in.
delete from redline.sign_in where token_hash = :'token_hash'::bytea

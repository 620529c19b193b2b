-- Takes records of an erased owner again.
select redline.readmit_owner(:'owner'::text, :'readmitted_by'::text) as lifted

select '' as tool, 0 as calls where false;

"""Papers that staff hand on (配布資料): which passage of which record stands where in which paper."""

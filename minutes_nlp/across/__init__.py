"""Across records (資料をまたぐ分析): what several documents tell together — one council, one person, one matter."""

"""Analysis (分析): what one structured document tells, each finding with the place that shows it."""

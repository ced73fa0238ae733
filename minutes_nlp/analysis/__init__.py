"""Analysis (分析): what a structured document tells, each finding with the place that shows it."""

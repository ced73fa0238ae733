"""Summaries (要約): sentences of the records, chosen, shortened by rule, and held to what their source says."""

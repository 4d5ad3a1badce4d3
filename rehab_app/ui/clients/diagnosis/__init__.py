"""The section of the diagnoses: what the doctor holds, what screening and urine test point to, and the words of ICD-10."""

"""Each kind of file to blocks: PDF, DOCX, XLSX, CSV."""

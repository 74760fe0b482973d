namespace MsokoAnalytics.Intake.Tables;

/// <summary>Opens any supported file by its content.</summary>
public sealed class TableReaderFactory(IntakeLimits limits)
{
    /// <param name="multiline">False to let every line break end a CSV record (after a quote that never closes).</param>
    /// <exception cref="IntakeException">The file is empty, locked, damaged, protected or no table.</exception>
    public TableReader Open(string path, bool multiline = true)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Problems.Vanished(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problems.Locked(e);
        }

        try
        {
            return Open(stream, multiline);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private TableReader Open(FileStream stream, bool multiline)
    {
        var format = FileSignature.Detect(stream);
        switch (format)
        {
            case FileFormat.Xlsx:
                ZipGuard.Check(stream, limits);
                return new ExcelTableReader(stream, format);
            case FileFormat.Xls:
                return new ExcelTableReader(stream, format);
            case FileFormat.Text:
                // «.xlsx» with text inside is read as the text it is; the message is only for what cannot be a table.
                return new CsvTableReader(stream, CsvDialect.Detect(stream), multiline);
            case FileFormat.Empty:
                throw Problems.Empty();
            case FileFormat.EncryptedOffice:
                throw Problems.Password();
            case FileFormat.Html:
                throw Problems.Html();
            case FileFormat.Pdf:
                throw Problems.Pdf();
            case FileFormat.OtherArchive:
                throw Problems.NotAWorkbook();
            default:
                throw Problems.Binary();
        }
    }
}

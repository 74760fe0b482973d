using System.Globalization;
using System.Text;

namespace MsokoAnalytics.DemoData.Tables;

/// <summary>How a CSV file is written.</summary>
/// <param name="Name">As named in the truth files.</param>
/// <param name="Encoding">Its preamble is written when it has one.</param>
/// <param name="Delimiter">Between fields.</param>
/// <param name="DecimalComma">Numbers with a decimal comma.</param>
internal sealed record CsvDialect(string Name, Encoding Encoding, char Delimiter, bool DecimalComma)
{
    /// <summary>The combinations met in practice, used in turn.</summary>
    public static readonly CsvDialect[] All = Create();

    public static CsvDialect Utf8WithBom => All[0];

    private static CsvDialect[] Create()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return
        [
            new("utf-8-bom ;", new UTF8Encoding(true), ';', true),
            new("windows-1251 ;", Encoding.GetEncoding(1251), ';', true),
            new("utf-8 ,", new UTF8Encoding(false), ',', false),
            new("utf-16 tab", new UnicodeEncoding(false, true), '\t', true),
        ];
    }
}

/// <summary>
/// The first sheet of a table as CSV: CRLF, quotes doubled, short rows filled up to the widest row before them as
/// Excel does. Further sheets are left out: CSV has no place for them.
/// </summary>
internal sealed class CsvWriter : TableWriter
{
    private readonly StreamWriter _writer;
    private readonly CsvDialect _dialect;
    private readonly int _width;
    private readonly CultureInfo _culture;

    /// <param name="output">Owned and closed by the writer.</param>
    /// <param name="dialect">Encoding, delimiter and decimal sign.</param>
    /// <param name="width">Fields in every row; wider rows keep theirs.</param>
    public CsvWriter(Stream output, CsvDialect dialect, int width)
    {
        _writer = new StreamWriter(output, dialect.Encoding, 1 << 16) { NewLine = "\r\n" };
        _dialect = dialect;
        _width = width;
        _culture = dialect.DecimalComma ? CultureInfo.GetCultureInfo("ru-RU") : CultureInfo.InvariantCulture;
    }

    public override bool SingleSheet => true;

    public override void EndRow()
    {
        // n fields take n - 1 delimiters, also when all of them are empty.
        for (var i = Math.Max(Column, 1); i < _width; i++) _writer.Write(_dialect.Delimiter);
        _writer.WriteLine();
    }

    public override void Dispose() => _writer.Dispose();

    protected override void StartSheet(string name)
    {
        if (Sheet > 1) throw new InvalidOperationException("CSV has one sheet.");
    }

    protected override void StartRow()
    {
        // Nothing opens a record.
    }

    protected override void SkipCell() => Delimit();

    protected override void WriteText(string value)
    {
        Delimit();
        if (value.AsSpan().IndexOfAny(_dialect.Delimiter, '"', '\n') < 0)
        {
            _writer.Write(value);
            return;
        }

        _writer.Write('"');
        _writer.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }

    protected override void WriteNumber(int value)
    {
        Delimit();
        _writer.Write(value);
    }

    protected override void WriteNumber(double value)
    {
        Delimit();
        _writer.Write(value.ToString(_culture));
    }

    private void Delimit()
    {
        if (Column > 1) _writer.Write(_dialect.Delimiter);
    }
}

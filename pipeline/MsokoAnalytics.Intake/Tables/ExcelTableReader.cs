using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace MsokoAnalytics.Intake.Tables;

/// <summary>Reads XLSX and XLS row by row through ExcelDataReader. Numbers keep their stored value, dates become ISO 8601; a cell with an Excel error reads as empty.</summary>
internal sealed class ExcelTableReader : TableReader
{
    private readonly FileStream _stream;
    private readonly IExcelDataReader _reader;
    private readonly string _format;
    private bool _started;
    private int _rowNumber;

    static ExcelTableReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public ExcelTableReader(FileStream stream, FileFormat format)
    {
        _stream = stream;
        _format = format == FileFormat.Xls ? "XLS" : "XLSX";
        _stream.Position = 0;
        _reader = Guard(() => ExcelReaderFactory.CreateReader(stream, new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding(1251) }));
    }

    public override string SheetName => _reader.Name;

    public override string Description => _format;

    public override double Progress => _reader.RowCount == 0 ? 0 : Math.Min(1, (double)_rowNumber / _reader.RowCount);

    public override bool NextSheet() => Guard(() =>
    {
        _rowNumber = 0;
        SheetNumber++;
        if (_started) return _reader.NextResult();
        _started = true;
        return _reader.ResultsCount > 0;
    });

    public override bool ReadRow(RowBuffer row) => Guard(() =>
    {
        row.Clear();
        if (!_reader.Read()) return false;
        row.RowNumber = ++_rowNumber;
        var fields = _reader.FieldCount;
        for (var i = 0; i < fields; i++)
        {
            switch (_reader.GetValue(i))
            {
                case null:
                    row.AddEmpty();
                    break;
                case string s:
                    row.Add(s);
                    break;
                case double d:
                    row.Add(d);
                    break;
                case int n:
                    row.Add((double)n);
                    break;
                case DateTime t:
                    row.Add(t.ToString(t.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                    break;
                case var other:
                    row.Add(Convert.ToString(other, CultureInfo.InvariantCulture));
                    break;
            }
        }

        return true;
    });

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    /// <summary>Whatever a broken workbook makes the library throw becomes one clear message; bugs of ours do not pass through here.</summary>
    private static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (InvalidPasswordException e)
        {
            throw Problems.Password(e);
        }
        catch (Exception e) when (e is ExcelReaderException or InvalidDataException or EndOfStreamException or System.Xml.XmlException
                                      or FormatException or IndexOutOfRangeException or ArgumentException or NullReferenceException
                                      or InvalidOperationException or KeyNotFoundException or NotSupportedException or OverflowException)
        {
            throw Problems.DamagedWorkbook(e);
        }
    }
}

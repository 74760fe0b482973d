using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CsvHelper;

namespace MsokoAnalytics.Intake.Tables;

/// <summary>Reads a delimited text file through CsvHelper's byte-span reader; other encodings are transcoded to UTF-8 on the way.</summary>
internal sealed class CsvTableReader : TableReader
{
    private const int MaxRecordBytes = 1 << 20;
    private readonly FileStream _stream;
    private readonly CsvDialect _dialect;
    private readonly CsvReader _reader;
    private readonly string _name;
    private readonly OpenLine? _openLine;
    private CsvMalformedRecord? _malformed;
    private int _previous;

    /// <param name="stream">Positioned anywhere; owned by the reader.</param>
    /// <param name="multiline">Whether quoted fields may hold line breaks; false after a first reading found a quote that never closes.</param>
    public CsvTableReader(FileStream stream, CsvDialect dialect, bool multiline)
    {
        _stream = stream;
        _dialect = dialect;
        _name = Path.GetFileNameWithoutExtension(stream.Name);
        _openLine = OpenLine.Find(stream, dialect.Encoding);
        _stream.Position = 0;
        _reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = dialect.Separator,
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = multiline,
            MaxRecordSize = MaxRecordBytes,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = r => _malformed = r,
            Encoding = dialect.Encoding.CodePage == Encoding.UTF8.CodePage ? null : dialect.Encoding,
            BufferSize = 1 << 18,
        }, leaveOpen: false);
    }

    public override string SheetName => _name;

    public override string Description => _dialect.Description;

    public override bool IsText => true;

    public override double Progress => _stream.Length == 0 ? 1 : (double)_stream.Position / _stream.Length;

    public override bool NextSheet() => ++SheetNumber == 1;

    public override bool ReadRow(RowBuffer row)
    {
        _malformed = null;
        try
        {
            if (!_reader.Read())
            {
                row.Clear();
                return false;
            }
        }
        catch (CsvFormatException e)
        {
            throw new UnbalancedQuoteException(e);
        }

        if (_malformed is { Reason: CsvMalformedReason.UnterminatedQuote }) throw new UnbalancedQuoteException(null);
        // Excel's own hint line is an instruction to the reader, not data.
        var record = _reader.RawRecord;
        if (_reader.LineNumber == 1 && record.StartsWith("sep="u8)) return ReadRow(row);
        var open = _openLine is { } line && line.Is(record) ? line : null;
        AddCells(row, record, open?.Text.Length ?? record.Length);
        row.RowNumber = checked((int)_reader.LineNumber);
        if (open is not null && (open.EndsInLetter || _reader.FieldCount < _previous)) row.Damage = "csv.cut";
        _previous = _reader.FieldCount;
        if (_malformed is { Reason: CsvMalformedReason.LineBreakInQuotes or CsvMalformedReason.TextAfterClosingQuote }) row.Damage = "csv.quotes";
        return true;
    }

    /// <param name="row">Takes the cells.</param>
    /// <param name="record">The record as it stands.</param>
    /// <param name="whole">Bytes of it that are whole letters.</param>
    private void AddCells(RowBuffer row, ReadOnlySpan<byte> record, int whole)
    {
        var reader = _reader;
        var fields = reader.FieldCount;
        var parts = row.AddRecord(record[..whole], fields, whole == record.Length ? reader : null);
        ref var first = ref MemoryMarshal.GetReference(record);
        for (var i = parts.First; i < fields; i++)
        {
            var cell = reader.GetSpan(i);
            // A cell without doubled quotes is a part of the record as it stands. Overlaps asks the same and takes a third of the time of all cells.
            var start = Unsafe.ByteOffset(ref first, ref MemoryMarshal.GetReference(cell));
            if (cell.IsEmpty) parts.Set(i, default, 0);
            else if (start < 0 || start >= record.Length) parts.SetOther(i, cell);
            else parts.Set(i, cell.Length <= whole - start ? cell : cell[..Math.Max(0, whole - (int)start)], (int)start);
        }

        parts.End();
    }

    protected override void Dispose(bool disposing) => _reader.Dispose();
}

/// <summary>A quote was opened and never closed: the file has to be read again with line breaks ending every record.</summary>
internal sealed class UnbalancedQuoteException(Exception? inner) : Exception("unbalanced quote", inner);

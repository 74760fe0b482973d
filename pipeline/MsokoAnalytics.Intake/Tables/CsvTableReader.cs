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
    private CsvMalformedRecord? _malformed;

    /// <param name="stream">Positioned anywhere; owned by the reader.</param>
    /// <param name="multiline">Whether quoted fields may hold line breaks; false after a first reading found a quote that never closes.</param>
    public CsvTableReader(FileStream stream, CsvDialect dialect, bool multiline)
    {
        _stream = stream;
        _dialect = dialect;
        _name = Path.GetFileNameWithoutExtension(stream.Name);
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
        row.Clear();
        _malformed = null;
        try
        {
            if (!_reader.Read()) return false;
        }
        catch (CsvFormatException e)
        {
            throw new UnbalancedQuoteException(e);
        }

        if (_malformed is { Reason: CsvMalformedReason.UnterminatedQuote }) throw new UnbalancedQuoteException(null);
        row.RowNumber = checked((int)_reader.LineNumber);
        // Excel's own hint line is an instruction to the reader, not data.
        var record = _reader.RawRecord;
        if (row.RowNumber == 1 && record.StartsWith("sep="u8)) return ReadRow(row);
        AddCells(row, record);
        if (_malformed is { Reason: CsvMalformedReason.LineBreakInQuotes or CsvMalformedReason.TextAfterClosingQuote }) row.Damage = "csv.quotes";
        return true;
    }

    private void AddCells(RowBuffer row, ReadOnlySpan<byte> record)
    {
        row.AddRecord(record);
        ref var first = ref MemoryMarshal.GetReference(record);
        var fields = _reader.FieldCount;
        for (var i = 0; i < fields; i++)
        {
            var cell = _reader.GetSpan(i);
            // A cell without doubled quotes is a part of the record as it stands.
            var start = unchecked((nuint)Unsafe.ByteOffset(ref first, ref MemoryMarshal.GetReference(cell)));
            if (cell.IsEmpty) row.AddEmpty();
            else if (start <= (nuint)record.Length && (nuint)cell.Length <= (nuint)record.Length - start) row.AddPart((int)start, cell.Length);
            else row.Add(cell);
        }
    }

    protected override void Dispose(bool disposing) => _reader.Dispose();
}

/// <summary>A quote was opened and never closed: the file has to be read again with line breaks ending every record.</summary>
internal sealed class UnbalancedQuoteException(Exception? inner) : Exception("unbalanced quote", inner);

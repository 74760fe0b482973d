using System.Data.Common;
using MsokoAnalytics.Intake.Mappings;
using MsokoAnalytics.Intake.Persons;
using MsokoAnalytics.Intake.Tables;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Loads files within the transaction of its caller: raw rows, typed rows, rejects, accounts. First every file is read, then the rows of
/// all are typed, then the accounts are closed. A file that cannot be read leaves nothing and harms no other.
/// </summary>
internal sealed class FileLoader : IDisposable
{
    private readonly IntakeSetup _setup;
    private readonly DbConnection _connection;
    private readonly BatchTyping _batch;
    private readonly MappedTyping _mappedTyping;
    private readonly SheetLoader _sheets;
    private readonly PersonalCells _personal;

    /// <param name="setup">Descriptions of the sources.</param>
    /// <param name="connection">The worker's connection.</param>
    /// <param name="codes">What short task cells mean.</param>
    /// <param name="numbers">Numbers of combinations in staging.</param>
    /// <param name="keys">Keys of persons of this load.</param>
    /// <param name="keepRaw">Whether verbatim rows are kept where typing can do without them.</param>
    public FileLoader(IntakeSetup setup, DbConnection connection, ScoreCodes codes, CombinationNumbers numbers, PersonKeys keys, bool keepRaw)
    {
        (_setup, _connection) = (setup, connection);
        _batch = new BatchTyping(connection, setup, codes, numbers);
        _mappedTyping = new MappedTyping(setup, connection, numbers);
        _personal = new PersonalCells(connection);
        _sheets = new SheetLoader(setup, connection, _batch, _mappedTyping, new BodyWriter(setup, connection, keys, Persons, _personal, keepRaw));
    }

    /// <summary>The rows of persons that were read, for joining at the end of the load.</summary>
    public List<PersonRow> Persons { get; } = [];

    /// <param name="mapped">The mapping that speaks for the file, or null.</param>
    /// <exception cref="IntakeException">The file as a whole cannot be read; nothing of it is left.</exception>
    public FileDraft Read(SourceFile file, IReadOnlyDictionary<string, string> manifest, MappedFile? mapped, CancellationToken cancellation)
    {
        var persons = Persons.Count;
        try
        {
            try
            {
                return Read(file, manifest, mapped, multiline: true, cancellation);
            }
            catch (UnbalancedQuoteException)
            {
                Forget(file, persons);
                return Read(file, manifest, mapped, multiline: false, cancellation);
            }
        }
        catch (IntakeException)
        {
            Forget(file, persons);
            throw;
        }
    }

    /// <summary>Types the rows that have been read and not typed yet.</summary>
    public void TypeRows()
    {
        _batch.Run();
        _mappedTyping.Run();
    }

    /// <summary>Closes the accounts of files whose rows are typed.</summary>
    public IReadOnlyList<FileAccount> Finish(IReadOnlyList<FileDraft> drafts)
    {
        var accounts = new List<FileAccount>();
        // Rows handed over together: a statement for each sheet would take longer than everything else about a small one.
        using var writer = WarehouseDatabase.CreateAppender(_connection, "ops", "source_sheet");
        foreach (var draft in drafts)
        {
            var file = draft.File;
            _personal.Tell(file.Key);
            var sheets = draft.Sheets.Select(s => s.InBatch ? Account(file, s) : s).ToList();
            foreach (var sheet in sheets)
            {
                if (!sheet.Balanced)
                    throw new InvalidOperationException($"{file.Path}, лист {sheet.SheetNo}: прочитано {sheet.Read}, загружено {sheet.Loaded}, отклонено {sheet.Rejected}, не данные {sheet.NonData}");
                Write(writer, file, sheet);
            }

            var known = sheets.Exists(s => s.Status is SheetStatus.Loaded);
            accounts.Add(new FileAccount(file.Path, file.Key, known ? FileStatus.Loaded : FileStatus.Unrecognised) { Format = draft.Format, Sheets = sheets, Notes = draft.Notes }.WithProblemOfSheets());
        }

        writer.Complete();
        return accounts;
    }

    public void Dispose() => _batch.Dispose();

    private static void Write(ITableAppender writer, SourceFile file, SheetAccount sheet)
    {
        writer.SetInt64(0, file.Key);
        writer.SetInt32(1, sheet.SheetNo);
        writer.SetString(2, sheet.SheetName);
        writer.SetString(3, sheet.LayoutId);
        writer.SetString(4, sheet.Status);
        writer.SetString(5, sheet.Problem);
        writer.SetInt32(6, sheet.Read);
        writer.SetInt32(7, sheet.Loaded);
        writer.SetInt32(8, sheet.Rejected);
        writer.SetInt32(9, sheet.NonData);
        writer.EndRow();
    }

    private SheetAccount Account(SourceFile file, SheetAccount sheet) => _mappedTyping.OutcomeOf(file.Key, sheet.SheetNo) is { } mapped
        ? sheet.With(mapped.Counts) with { Context = mapped.Sheet.Context.Describe(), Preview = mapped.Preview }
        : sheet.With(_batch.CountsOf(file.Key, sheet.SheetNo));

    /// <summary>Removes what has been read of a file, so that a bad one harms no other of the same transaction.</summary>
    private void Forget(SourceFile file, int persons)
    {
        _batch.Discard(file.Key);
        _mappedTyping.Discard(file.Key);
        _personal.Discard(file.Key);
        Persons.RemoveRange(persons, Persons.Count - persons);
        IntakeTables.DeleteRows(_connection, file.Key);
    }

    private FileDraft Read(SourceFile file, IReadOnlyDictionary<string, string> manifest, MappedFile? mapped, bool multiline, CancellationToken cancellation)
    {
        using var reader = _setup.Readers.Open(file.FullPath, multiline);
        var source = new SheetSource(file, reader, manifest, mapped, [], cancellation);
        var sheets = new List<SheetAccount>();
        while (reader.NextSheet())
        {
            cancellation.ThrowIfCancellationRequested();
            sheets.AddRange(_sheets.Load(source));
        }

        if (sheets.TrueForAll(s => s.Status == SheetStatus.Empty)) throw Problems.Empty();
        return new FileDraft(file, reader.Description, sheets, source.Notes);
    }
}

using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Mappings;
using MsokoAnalytics.Intake.Persons;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Loads a folder tree into the warehouse. One transaction per file or per batch of files: a run killed anywhere leaves whole files only, and the
/// next run goes on with the rest. A file is known by its content, so loading the same folder again changes nothing.
/// </summary>
public sealed class IntakeRunner(WarehouseDatabase warehouse, IntakeSetup setup, string runId, TimeProvider clock)
{
    private MappingLibrary _mappings = MappingLibrary.Empty;
    private readonly PersonKeys _keys = new();
    private readonly CombinationNumbers _numbers = new();
    private readonly ConcurrentBag<List<PersonRow>> _persons = [];

    /// <param name="keys">Keys of persons; given only by a test that looks for them on the disk afterwards.</param>
    internal IntakeRunner(WarehouseDatabase warehouse, IntakeSetup setup, string runId, TimeProvider clock, PersonKeys keys) : this(warehouse, setup, runId, clock) => _keys = keys;

    /// <summary>Files read at the same time.</summary>
    public int Workers { get; init; } = Math.Max(1, Math.Min(Environment.ProcessorCount, 8));

    /// <summary>
    /// Text (bytes, unpacked) of the files that are loaded in one transaction. The default is some row groups of the engine (122 880 rows) and makes
    /// the planning of the statements, 0.1 s a batch, a small part of it; more would only cost memory. What fits into one batch of each worker is
    /// shared as they are fast, whatever the size of a batch. 0 for every file alone.
    /// </summary>
    public long BatchBytes { get; init; } = 96L << 20;

    /// <summary>Whether the content of every file is read anew, also of those that have the size and time of an earlier load.</summary>
    public bool Rehash { get; init; }

    /// <summary>Whether the verbatim rows are stored in <c>raw</c>; a check that keeps nothing does without them.</summary>
    public bool KeepRaw { get; init; } = true;

    /// <param name="root">Folder tree with the files.</param>
    /// <exception cref="IntakeException">The folder does not exist.</exception>
    public async Task<LoadReport> RunAsync(string root, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        root = Path.GetFullPath(root);
        var (tables, others) = SourceFolder.List(root);
        var connection = warehouse.Connection;
        WarehouseLayout.Apply(connection, setup.StagingSql, warehouse.Path, warehouse.IsNew);
        SaveDictionaries(connection);
        List<Manifest> manifests;
        List<FileAccount> manifestProblems;
        try
        {
            manifests = LoadManifests(root, out manifestProblems);
            _mappings = MappingLibrary.Load(root, new MappingReader(setup.Subjects, setup.Readers, setup.Privacy.IsPersonalColumn));
        }
        catch (DirectoryNotFoundException e)
        {
            // A network drive that went away between two looks at it.
            throw SourceFolder.Missing(root, e);
        }

        var accounts = new ConcurrentBag<FileAccount>(manifestProblems);
        foreach (var problem in _mappings.Problems([.. tables.Select(t => SourceFile.Relative(t, root))])) accounts.Add(problem);
        using var workers = new WorkerConnections(warehouse, setup);
        var identified = Identify(root, tables, accounts, cancellation);
        var work = Plan(connection, identified, manifests, accounts);

        long rows = 0;
        var done = tables.Count - work.Count;
        var reading = new Stopwatch();
        using (work.TrueForAll(w => w.OnlyAdds) ? warehouse.OnlyAddingRows() : null)
        using (work.Count >= Workers ? warehouse.OneThreadPerQuery() : null)
        {
            reading.Start();
            await Parallel.ForEachAsync(new WorkBatches(work, BatchBytes, Workers).All(), new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation }, (batch, token) =>
            {
                LoadBatch(workers, batch, account =>
                {
                    accounts.Add(account);
                    progress?.Report(new LoadProgress(Interlocked.Increment(ref done), tables.Count, Interlocked.Add(ref rows, account.Read), account.Path));
                }, token);
                return ValueTask.CompletedTask;
            });
            reading.Stop();
        }

        PersonTables.Save(connection, [.. _persons.SelectMany(p => p)]);
        _persons.Clear();
        if (!work.TrueForAll(w => w.OnlyAdds)) IntakeTables.DeleteUnused(connection, setup.Kinds.Values);
        var reports = new IntakeQueries(connection);
        return new LoadReport(
            [.. accounts.OrderBy(a => a.Path, StringComparer.Ordinal)],
            [.. others.Select(o => SourceFile.Relative(o, root))],
            reports.Rejects(), reports.Reissues(runId), reports.Overlaps(), watch.Elapsed) { Reading = reading.Elapsed };
    }

    private List<SourceFile> Identify(string root, IReadOnlyList<string> paths, ConcurrentBag<FileAccount> accounts, CancellationToken cancellation)
    {
        var files = new ConcurrentBag<SourceFile>();
        var stamps = FileStamps.Read(warehouse.Connection, root, Rehash);
        Parallel.ForEach(paths, new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation }, path =>
        {
            try
            {
                files.Add(SourceFile.Identify(path, root, stamps, clock));
            }
            catch (IntakeException e)
            {
                accounts.Add(Failed(SourceFile.Relative(path, root), null, e));
            }
        });
        stamps.Save(files);
        return [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    /// <summary>Which files have to be read: new content, an earlier failure, or something else that is read into the rows has changed.</summary>
    private List<WorkItem> Plan(DbConnection connection, List<SourceFile> files, List<Manifest> manifests, ConcurrentBag<FileAccount> accounts)
    {
        var all = connection.Query<KnownFile>("SELECT file_key AS FileKey, path AS Path, status AS Status, sources_version AS Version, format AS Format FROM ops.source_file").ToList();
        var seen = all.Select(k => k.FileKey).ToHashSet();
        var known = all.Where(k => k.Status != FileStatus.Replaced).ToDictionary(k => k.FileKey);
        var byPath = known.Values.ToLookup(k => k.Path, StringComparer.Ordinal);
        var work = new List<WorkItem>();
        var unchanged = new List<WorkItem>();
        var here = files.Select(f => f.Key).ToHashSet();
        connection.Execute("DELETE FROM ops.source_copy");
        foreach (var same in files.GroupBy(f => f.Key))
        {
            // The path that is loaded already stays the file's name; otherwise the first in order.
            var file = same.FirstOrDefault(f => known.TryGetValue(f.Key, out var k) && k.Path == f.Path) ?? same.First();
            foreach (var copy in same.Where(f => f != file))
            {
                accounts.Add(MislabelledCopy(copy, file) ?? new FileAccount(copy.Path, copy.Key, FileStatus.Copy) { Problem = $"то же содержимое, что в «{file.Path}»" });
                connection.Execute("INSERT INTO ops.source_copy VALUES ($path, $key)", new { path = copy.Path, key = copy.Key });
            }

            var manifest = ManifestOf(manifests, file.Path);
            if (setup.Contexts.IsSkipped(manifest))
            {
                using var transaction = connection.BeginTransaction();
                IntakeTables.DeleteFiles(connection, [file.Key]);
                transaction.Commit();
                accounts.Add(new FileAccount(file.Path, file.Key, FileStatus.Copy) { Problem = "пропущен по manifest.csv" });
                continue;
            }

            var (mapped, mappingProblem) = MappingOf(file.Path);
            var version = VersionOf(file, manifest, mapped);
            if (known.TryGetValue(file.Key, out var before) && before.Version == version && before.Status == FileStatus.Loaded)
            {
                unchanged.Add(new WorkItem(file, manifest, mapped, mappingProblem, version, []));
                continue;
            }

            // A content that lies under another name now has not been replaced by the new one under its old name.
            List<KnownFile> replaces = [.. byPath[file.Path].Where(k => !here.Contains(k.FileKey))];
            work.Add(new WorkItem(file, manifest, mapped, mappingProblem, version, replaces) { OnlyAdds = before is null && replaces.Count == 0, IsNew = !seen.Contains(file.Key) });
        }

        var again = PersonTables.ToReadAgain(connection, setup.Library, [.. unchanged.Select(u => (u.File.Key, u.File.Path))], work.Select(w => w.File.Path));
        work.AddRange(unchanged.Where(u => again.Contains(u.File.Key)));
        var kept = unchanged.Where(u => !again.Contains(u.File.Key)).Select(u => (u.File, known[u.File.Key].Format)).ToList();
        foreach (var account in new IntakeQueries(connection).Accounts(kept)) accounts.Add(account with { Unchanged = true });

        // The largest first: the last file alone on one worker costs time.
        return [.. work.OrderByDescending(w => w.File.Size).ThenBy(w => w.File.Path, StringComparer.Ordinal)];
    }

    /// <summary>A hash of all that decides what a content is read as: the descriptions, its path (names tell the work) and what manifests say of it.</summary>
    private string VersionOf(SourceFile file, Dictionary<string, string> manifest, MappedFile? mapped)
    {
        if (mapped is not null) manifest = new Dictionary<string, string>(manifest, StringComparer.Ordinal) { ["сопоставление"] = $"{mapped.Mapping.Name} {mapped.Mapping.Version}" };
        var text = string.Join('\n', manifest.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value}").Prepend(file.Path).Prepend(setup.Library.Version));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>
    /// A copy whose mapping or name says that it is about another year, class or subject: one content cannot be both, and which label is wrong
    /// only its publisher knows. Null for an honest copy.
    /// </summary>
    private FileAccount? MislabelledCopy(SourceFile copy, SourceFile original)
    {
        if (MappingOf(copy.Path).Mapped is not { } said || MappingOf(original.Path).Mapped is not { } kept) return null;
        var differing = said.Labels().Where(l => kept.Labels().TryGetValue(l.Key, out var other) && other != l.Value).ToList();
        if (differing.Count == 0) return null;
        var labels = string.Join(", ", differing.Select(l => $"{WorkContext.Names.GetValueOrDefault(l.Key, l.Key)} {l.Value} (там {kept.Labels()[l.Key]})"));
        return new FileAccount(copy.Path, copy.Key, FileStatus.Copy)
        {
            ProblemRule = "file.mislabelled", Problem = $"содержимое то же до последнего знака, что в «{original.Path}», а подпись другая: {labels}; посчитано один раз, под подписью «{original.Path}»",
            Advice = "одна из подписей неверна: запросите настоящий файл у источника и замените копию",
        };
    }

    private (MappedFile? Mapped, IntakeException? Problem) MappingOf(string path)
    {
        try
        {
            return (_mappings.For(path), null);
        }
        catch (IntakeException e)
        {
            return (null, e);
        }
    }

    /// <summary>Loads the files in one transaction.</summary>
    private void LoadBatch(WorkerConnections workers, IEnumerable<WorkItem> batch, Action<FileAccount> report, CancellationToken cancellation)
    {
        var connection = workers.Rent();
        try
        {
            foreach (var account in InTransaction(workers, connection, batch, cancellation)) report(account);
        }
        finally
        {
            workers.Return(connection);
        }
    }

    private List<FileAccount> InTransaction(WorkerConnections workers, DbConnection connection, IEnumerable<WorkItem> files, CancellationToken cancellation)
    {
        using var transaction = connection.BeginTransaction();
        using var loader = new FileLoader(setup, connection, workers.Codes, _numbers, _keys, KeepRaw);
        var batch = new List<WorkItem>();
        var drafts = new List<FileDraft>();
        var accounts = new List<FileAccount>();
        foreach (var item in files)
        {
            batch.Add(item);
            if (!item.IsNew) IntakeTables.DeleteFiles(connection, [item.File.Key]);
            try
            {
                if (item.MappingProblem is { } problem) throw problem;
                drafts.Add(loader.Read(item.File, item.Manifest, item.Mapped, cancellation));
            }
            catch (IntakeException e)
            {
                accounts.Add(Failed(item.File.Path, item.File.Key, e));
            }
        }

        loader.TypeRows();
        accounts.AddRange(loader.Finish(drafts));
        var byKey = accounts.ToDictionary(a => a.FileKey!.Value);
        foreach (var item in batch) Replace(connection, item, byKey[item.File.Key]);
        SaveFiles(connection, batch, byKey);
        transaction.Commit();
        if (loader.Persons.Count > 0) _persons.Add(loader.Persons);
        return accounts;
    }

    /// <summary>What the file's name stood for before goes, but good rows go only for good rows of the same.</summary>
    private void Replace(DbConnection connection, WorkItem item, FileAccount account)
    {
        foreach (var old in item.Replaces)
        {
            if (old.Status == FileStatus.Loaded)
            {
                if (account.Status != FileStatus.Loaded || !IntakeTables.SameMatter(connection, setup.Library, old.FileKey, item.File.Key)) continue;
                IntakeTables.KeepDifference(connection, old.FileKey, item.File, runId);
            }

            IntakeTables.Replace(connection, old.FileKey);
        }
    }

    private void SaveFiles(DbConnection connection, IReadOnlyList<WorkItem> batch, Dictionary<long, FileAccount> accounts)
    {
        using var writer = new RowWriter(connection, "ops", "source_file");
        foreach (var (item, account) in batch.Select(i => (i, accounts[i.File.Key])))
        {
            writer.Big(item.File.Key).Text(item.File.Sha256).Text(item.File.Path).Text(account.Format).Big(item.File.Size).Time(item.File.ModifiedUtc).Text(account.Status)
                .Text(account.ProblemRule).Text(account.Problem).Text(item.Version).Text(runId).Time(clock.GetUtcNow().UtcDateTime).End();
        }

        writer.Complete();
    }

    private void SaveDictionaries(DbConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("DELETE FROM rejects.rule");
        using (var writer = new RowWriter(connection, "rejects", "rule"))
        {
            foreach (var rule in setup.Rules.All) writer.Text(rule.Code).Text(rule.Title).Text(rule.Expected).Text(rule.Advice).End();
            writer.Complete();
        }

        // Spellings of subjects, for the models: block forms keep subjects as they are written.
        connection.Execute(setup.SubjectSql);
        connection.Execute("DELETE FROM staging.stg_subject_alias");
        connection.Execute("INSERT INTO staging.stg_subject_alias SELECT alias, min(subject) FROM subject_alias GROUP BY alias");
        transaction.Commit();
    }

    private List<Manifest> LoadManifests(string root, out List<FileAccount> problems)
    {
        var manifests = new List<Manifest>();
        problems = [];
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MatchCasing = MatchCasing.CaseInsensitive };
        foreach (var path in Directory.EnumerateFiles(root, Manifest.FileName, everywhere).Order(StringComparer.Ordinal))
        {
            var folder = SourceFile.Relative(Path.GetDirectoryName(path)!, root);
            try
            {
                var manifest = Manifest.Load(path, folder == "." ? "" : folder, setup.Contexts.ManifestColumns, setup.Readers);
                manifests.Add(manifest);
                if (manifest.DamagedLines.Count > 0) problems.Add(Failed(SourceFile.Relative(path, root), null, Problems.ManifestQuotes(manifest.DamagedLines)));
            }
            catch (IntakeException e)
            {
                problems.Add(Failed(SourceFile.Relative(path, root), null, e));
            }
        }

        return manifests;
    }

    /// <summary>What all manifests above the file say of it; the nearest folder has the last word.</summary>
    private static Dictionary<string, string> ManifestOf(List<Manifest> manifests, string path)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var manifest in manifests.OrderBy(m => m.Folder.Length))
            foreach (var (key, value) in manifest.For(path)) result[key] = value;
        return result;
    }

    private static FileAccount Failed(string path, long? key, IntakeException e) =>
        new(path, key, FileStatus.Failed) { ProblemRule = e.Rule, Problem = e.Message, Advice = e.Advice };
}

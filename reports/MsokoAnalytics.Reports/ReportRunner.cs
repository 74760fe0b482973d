using System.Data.Common;
using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Kinds;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Rendering;
using MsokoAnalytics.Reports.Sections;

namespace MsokoAnalytics.Reports;

/// <summary>Makes the PDF reports of a warehouse.</summary>
public static class ReportRunner
{
    private const int SaveEvery = 25;

    /// <summary>Names of the kinds of report.</summary>
    /// <param name="assetsDir">As <see cref="ReportOptions.AssetsDir"/>.</param>
    public static IReadOnlyList<string> Kinds(string? assetsDir = null) => KindCatalogue.Names(ReportAssets.RootOf(assetsDir));

    /// <summary>
    /// Makes every report the options ask for. A report whose input has not changed is skipped; a report that fails does not stop
    /// the others. An older file stays in place until the new one is complete.
    /// </summary>
    /// <param name="connection">An open connection; it is only read.</param>
    /// <param name="options">What and where.</param>
    /// <param name="progress">Told after each report.</param>
    /// <param name="cancellationToken">Stops between and during reports; finished files stay.</param>
    /// <returns>One result per report: municipalities by id, each before its schools.</returns>
    /// <exception cref="ReportException">Nothing can be made: no Node.js, no marts, no results of the wave, the folder is in use.</exception>
    public static async Task<IReadOnlyList<ReportResult>> RunAsync(
        DbConnection connection, ReportOptions options, IProgress<ReportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        var assets = ReportAssets.Load(options.AssetsDir);
        var node = NodeProgram.Find(options.NodePath, Environment.GetEnvironmentVariable(NodeProgram.Variable), Environment.GetEnvironmentVariable("PATH"));
        using var reader = new WarehouseReader(connection, options.Connect);
        var source = new ReportDataSource(reader);
        var plan = ReportPlan.Make(KindCatalogue.Load(assets.Root), options.Kinds, await source.CheckAsync(cancellationToken));
        var targets = Wanted(await source.TargetsAsync(options.Year, options.Wave, cancellationToken), options, plan);
        if (targets.Count == 0) throw new ReportException(NothingFound(options));
        var run = options.RunId is { } id ? new RunRow(id, options.RunTime ?? DateTime.UnixEpoch) : await source.RunAsync(cancellationToken);
        using var folder = OutputFolder.Open(options.OutDir);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var manifest = ReportManifest.Load(folder.FullName);
        await using var host = new RenderHost(
            node, assets, folder.Temporary, Math.Clamp(options.Workers, 1, 16), options.Timeout, stop.Token, startAtOnce: options.Force || manifest.IsEmpty);
        var batch = new Batch(folder, manifest, host, assets.Fingerprint, options.Force, targets.Sum(plan.Count), progress);
        try
        {
            for (var i = 0; i < targets.Count; i++)
            {
                var data = await source.LoadAsync(targets[i], stop.Token);
                var making = new Making(i, targets[i], data, new LoadedSections(plan, reader, targets[i], data, stop.Token), options, Provenance(run));
                // Side by side: the municipality's own reports take long to make and the workers must not wait for them.
                await Task.WhenAll(plan.BySections.GroupBy(k => k.OfSchool).Select(kinds => MakeAsync(kinds, making, batch, stop)));
            }

            return await batch.FinishAsync();
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
        finally
        {
            await batch.SettleAsync();
        }
    }

    internal static Provenance? Provenance(RunRow? run)
    {
        if (run is null) return null;
        var moment = run.FinishedAt;
        return new Provenance(
            run.RunId, moment.ToString("d MMMM yyyy 'г.'", RussianDates).Replace(' ', '\u00A0'), [moment.Year, moment.Month, moment.Day]);
    }

    /// <summary>Month names are ours, so that a machine without Russian culture data prints the same.</summary>
    private static readonly DateTimeFormatInfo RussianDates = new()
    {
        MonthNames = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря", string.Empty],
        MonthGenitiveNames = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря", string.Empty],
    };

    /// <summary>Makes the reports of some kinds for a target, those of few sections first: the workers print them while the rest is being read.</summary>
    private static Task MakeAsync(IEnumerable<ReportKind> kinds, Making making, Batch batch, CancellationTokenSource stop) => Task.Run(
        async () =>
        {
            try
            {
                foreach (var kind in kinds)
                {
                    var sections = await making.Sections.OfAsync(kind);
                    foreach (var (path, model) in Models(kind, making, sections))
                    {
                        stop.Token.ThrowIfCancellationRequested();
                        if (model is null) batch.Drop();
                        else await batch.AddAsync((making.Place, kind.Order), kind.Name, path, model);
                    }
                }
            }
            catch
            {
                // The reports made beside these are of no use without them.
                await stop.CancelAsync();
                throw;
            }
        },
        stop.Token);

    /// <summary>The reports of one kind for a target; the model is null where the kind has nothing to show.</summary>
    private static IEnumerable<(string Path, ReportModel? Model)> Models(ReportKind kind, Making making, IReadOnlyDictionary<string, ISectionData> sections)
    {
        var (_, target, data, _, options, provenance) = making;
        if (kind.OfSchool)
        {
            foreach (var (school, wave) in target.Schools)
            {
                yield return (
                    kind.PathOf(wave, school.SchoolId),
                    ReportBuilder.Build(kind, BuildContext.ForSchool(data, school, wave), school.Name, sections, options.SchoolRecipient, provenance));
            }
        }
        else if (target.Wave is { } wave)
        {
            yield return (
                kind.PathOf(wave, target.Municipality.MunicipalityId),
                ReportBuilder.Build(kind, BuildContext.ForMunicipality(data, wave), target.Municipality.Name, sections, options.MunicipalityRecipient, provenance));
        }
    }

    private static List<ReportTarget> Wanted(IReadOnlyList<ReportTarget> targets, ReportOptions options, ReportPlan plan)
    {
        var wanted = new List<ReportTarget>();
        foreach (var target in targets)
        {
            if (options.MunicipalityIds.Count > 0 && !options.MunicipalityIds.Contains(target.Municipality.MunicipalityId, StringComparer.Ordinal)) continue;
            var schools = plan.Kinds.Any(k => k.OfSchool)
                ? target.Schools.Where(s => options.SchoolIds.Count == 0 || options.SchoolIds.Contains(s.School.SchoolId, StringComparer.Ordinal)).ToList()
                : [];
            var wave = plan.Kinds.Any(k => !k.OfSchool) ? target.Wave : null;
            if (wave is not null || schools.Count > 0) wanted.Add(target with { Wave = wave, Schools = schools });
        }

        return wanted;
    }

    private static string NothingFound(ReportOptions options)
    {
        if (options.MunicipalityIds.Count > 0 || options.SchoolIds.Count > 0) return "Для выбранных муниципалитетов и школ результатов нет: проверьте их коды.";
        if (options.Year is null && options.Wave is null) return "В хранилище нет результатов ВПР: сначала загрузите файлы и постройте витрины.";
        var wave = options.Wave switch { null => string.Empty, WaveKey.Spring => " весны", WaveKey.Autumn => " осени", var other => $" «{other}»" };
        var year = options.Year is { } number ? $" {number.ToString(CultureInfo.InvariantCulture)} года" : string.Empty;
        return $"Результатов ВПР{wave}{year} в хранилище нет.";
    }

    /// <summary>What the reports of one target are made of.</summary>
    /// <param name="Place">Number of the target.</param>
    /// <param name="Target">The municipality and its schools.</param>
    /// <param name="Data">What every report needs.</param>
    /// <param name="Sections">What the sections have read.</param>
    /// <param name="Options">For whom.</param>
    /// <param name="Provenance">The run they are printed from.</param>
    private sealed record Making(int Place, ReportTarget Target, MunicipalityData Data, LoadedSections Sections, ReportOptions Options, Provenance? Provenance);

    /// <summary>The reports of one call: skips the unchanged, queues the others and keeps their results in order.</summary>
    private sealed class Batch(OutputFolder folder, ReportManifest manifest, RenderHost host, string assets, bool force, int total, IProgress<ReportProgress>? progress)
    {
        private readonly List<((int Target, int Kind) Place, Task<ReportResult> Task)> _results = [];
        private readonly Lock _lock = new();
        private int _done;
        private int _total = total;

        /// <summary>A report that was counted but has nothing to show.</summary>
        internal void Drop()
        {
            lock (_lock) _total--;
        }

        /// <param name="place">Where its result stands among all: number of the target, order of the kind.</param>
        /// <param name="kind">Name of the kind.</param>
        /// <param name="relativePath">Path of the PDF in the folder.</param>
        /// <param name="model">The report.</param>
        internal async Task AddAsync((int Target, int Kind) place, string kind, string relativePath, ReportModel model)
        {
            var path = Path.Combine(folder.FullName, relativePath.Replace('/', Path.DirectorySeparatorChar));
            // Which run computed the same figures is no reason to write a report again: it goes to the worker beside the model.
            var content = ModelJson.Serialize(model with { Provenance = null });
            var input = ReportManifest.InputHash(content, assets);
            if (!force && manifest.UpToDate(relativePath, input) is { } entry)
            {
                Remember(place, Task.FromResult(Report(new ReportResult(kind, path, ReportStatus.Skipped, 0, entry.Pages))));
                return;
            }

            var outcome = await host.EnqueueAsync(new RenderJob(path, content, model.Provenance));
            Remember(place, CompleteAsync(kind, path, relativePath, input, outcome));
        }

        private void Remember((int Target, int Kind) place, Task<ReportResult> task)
        {
            lock (_lock) _results.Add((place, task));
        }

        internal async Task<IReadOnlyList<ReportResult>> FinishAsync() => await Task.WhenAll(_results.OrderBy(r => r.Place).Select(r => r.Task));

        /// <summary>Waits for reports under way, whatever becomes of them, and saves what has been written.</summary>
        internal async Task SettleAsync()
        {
            await Task.WhenAll(_results.Select(r => r.Task)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            manifest.Save(folder.Temporary);
        }

        private async Task<ReportResult> CompleteAsync(string kind, string path, string relativePath, string input, Task<RenderOutcome> outcome)
        {
            var (rendered, error) = await outcome;
            if (rendered is null) return Report(new ReportResult(kind, path, ReportStatus.Failed, 0, 0, error));
            manifest.Add(relativePath, input, rendered.Pages);
            return Report(new ReportResult(kind, path, ReportStatus.Written, rendered.Milliseconds, rendered.Pages));
        }

        private ReportResult Report(ReportResult result)
        {
            // Under the lock, so that a listener sees the count go up one by one.
            lock (_lock)
            {
                _done++;
                if (result.Status == ReportStatus.Written && _done % SaveEvery == 0) manifest.Save(folder.Temporary);
                progress?.Report(new ReportProgress(_done, _total, result));
            }

            return result;
        }
    }
}

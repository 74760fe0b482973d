using System.CommandLine;
using System.Data.Common;
using MsokoAnalytics.Cli.Views;
using MsokoAnalytics.Detection;
using MsokoAnalytics.Detection.Components;
using MsokoAnalytics.Detection.Covariance;
using MsokoAnalytics.Detection.Exploration;
using MsokoAnalytics.Detection.Forest;
using MsokoAnalytics.Models;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko detect explore</c>: unusual rows of any mart by general detectors; exploration, never a flag.</summary>
internal static class DetectCommand
{
    private static readonly string[] Methods = ["forest", "ecod", "mcd", "pca", "lof"];

    public static Command Create(CommonOptions common)
    {
        var command = new Command("detect", "поиск необычных строк") { Explore(common), UnusualCommand.Create(common) };
        return command;
    }

    private static Command Explore(CommonOptions common)
    {
        var mart = new Option<string>("--mart") { Description = "витрина, например marts.mart_work_results", Required = true, HelpName = "ТАБЛИЦА" };
        var columns = new Option<string[]>("--columns") { Description = "показатели через запятую; по умолчанию все дробные столбцы", HelpName = "СТОЛБЦЫ" };
        var by = new Option<string[]>("--by") { Description = "сравнивать внутри групп с одинаковыми значениями этих столбцов; cluster — школы одного контекстного кластера", HelpName = "СТОЛБЦЫ" };
        var where = new Option<string?>("--where") { Description = "условие отбора строк (SQL)", HelpName = "УСЛОВИЕ" };
        var method = new Option<string[]>("--method") { Description = $"способы: {string.Join(", ", Methods)}; по умолчанию все", HelpName = "СПОСОБЫ" };
        var top = new Option<int>("--top") { Description = "сколько строк показать", DefaultValueFactory = _ => 20, HelpName = "N" };
        var seed = new Option<long>("--seed") { Description = "начальное число случайных способов", DefaultValueFactory = _ => 1, HelpName = "N" };
        var format = new Option<string>("--format", "-f") { Description = "вид вывода: table, csv, json", DefaultValueFactory = _ => "table", HelpName = "ВИД" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        foreach (var list in new[] { columns, by, method }) list.AllowMultipleArgumentsPerToken = true;
        var command = new Command("explore", "необычные строки витрины: разведка, а не признаки необъективности") { mart, columns, by, where, method, top, seed, format };
        command.Handle(common, (parsed, settings, _) =>
        {
            var methods = Split(parsed.GetValue(method));
            if (methods.FirstOrDefault(m => !Methods.Contains(m)) is { } unknown)
                return Task.FromResult(CommandHost.Fail(ExitCodes.Usage, $"Способа «{unknown}» нет. Есть: {string.Join(", ", Methods)}."));
            var name = parsed.GetRequiredValue(mart);
            var model = ModelProject.Load(Settings.Asset("models")).Models.FirstOrDefault(m => m.FullName == name || m.FullName == "marts." + name);
            if (model is null) return Task.FromResult(CommandHost.Fail(ExitCodes.Query, $"Таблицы «{name}» нет. Список таблиц: docs/generated/dictionary.md."));
            try
            {
                var request = new ExploreRequest(model, Split(parsed.GetValue(columns)), Split(parsed.GetValue(by)), parsed.GetValue(where));
                using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: true));
                var table = ExploreTable.Read(warehouse.Connection, request);
                var explorer = new Explorer([.. (methods.Count == 0 ? Methods : [.. methods]).Select(m => Detector(m, table.Data.Columns, parsed.GetValue(seed)))]);
                var found = explorer.Explore(table.Data, table.Groups);
                ExploreView.Print(parsed.GetValue(format)!, model, table, found, parsed.GetValue(top));
                return Task.FromResult(ExitCodes.Ok);
            }
            catch (DetectionException e)
            {
                return Task.FromResult(CommandHost.Fail(ExitCodes.Query, "Поиск не выполнен: " + e.Message + "."));
            }
            catch (DbException e)
            {
                return Task.FromResult(CommandHost.Fail(ExitCodes.Query, "Витрина не прочитана: " + e.Message));
            }
        });
        return command;
    }

    private static IAnomalyDetector Detector(string method, int columns, long seed) => method switch
    {
        "forest" => new IsolationForest(Seed: seed),
        "ecod" => new Ecod(),
        "mcd" => new RobustCovariance(Seed: seed),
        "lof" => new Lof(),
        // With one feature there is no subspace: its standardised distance is what remains of PCA.
        _ => columns < 3 ? new PcaReconstruction(0, PcaScore.Standardised, Scale: true) : new PcaReconstruction(columns / 2, PcaScore.Residual, Scale: true),
    };

    private static List<string> Split(string[]? values) =>
        [.. (values ?? []).SelectMany(v => v.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}

/// <summary>What is to be read: the mart's contract decides which columns are figures and which name the row.</summary>
internal sealed record ExploreRequest
{
    /// <exception cref="DetectionException">A column is unknown or no number, or there is none.</exception>
    public ExploreRequest(ModelDefinition model, IReadOnlyList<string> columns, IReadOnlyList<string> by, string? where)
    {
        Model = model;
        Where = where;
        By = by;
        foreach (var name in columns.Concat(by.Where(b => b != ContextCluster.Name || model.Columns.Any(c => c.Name == b))))
            if (model.Columns.All(c => c.Name != name)) throw new DetectionException($"столбца «{name}» в {model.FullName} нет; есть: {string.Join(", ", model.Columns.Select(c => c.Name))}");
        Cluster = by.Contains(ContextCluster.Name) && model.Columns.All(c => c.Name != ContextCluster.Name) ? ContextCluster.Of(model) : null;
        Features = columns.Count > 0 ? columns : [.. model.Columns.Where(c => c.Type == "DOUBLE").Select(c => c.Name)];
        if (Features.Count == 0) throw new DetectionException($"в {model.FullName} нет дробных столбцов: назовите показатели в --columns");
        if (Features.FirstOrDefault(f => !IsNumber(model.Columns.First(c => c.Name == f).Type)) is { } text) throw new DetectionException($"столбец «{text}» не числовой");
        Keys = [.. model.SampleKeys.Concat(model.Columns.Where(c => c is { Type: "VARCHAR", IsPersonal: false }).Select(c => c.Name)).Distinct(StringComparer.Ordinal)
            .Where(k => !Features.Contains(k)).Take(MaxKeys)];
    }

    private const int MaxKeys = 8;

    public ModelDefinition Model { get; }

    public IReadOnlyList<string> Features { get; }

    public IReadOnlyList<string> By { get; }

    public IReadOnlyList<string> Keys { get; }

    public string? Where { get; }

    /// <summary>How the rows lead to the contextual clusters of schools; null where they are not asked for or a column of the mart.</summary>
    public ContextCluster? Cluster { get; }

    private static bool IsNumber(string type) => type is "DOUBLE" or "FLOAT" or "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" || type.StartsWith("DECIMAL", StringComparison.Ordinal);
}

/// <summary>The rows of a mart that have all the figures.</summary>
internal sealed record ExploreTable(FeatureMatrix Data, IReadOnlyList<string> KeyNames, IReadOnlyList<string[]> Keys, IReadOnlyList<string> Groups, long Incomplete)
{
    /// <exception cref="DetectionException">No row has all the figures.</exception>
    public static ExploreTable Read(DbConnection connection, ExploreRequest request)
    {
        static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        static string Text(string name) => $"coalesce(CAST({Quote(name)} AS VARCHAR), '')";
        var where = request.Where is null ? "" : $" WHERE {request.Where}";
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT {string.Join(", ", request.Features.Select(f => $"CAST({Quote(f)} AS DOUBLE)").Concat(request.Keys.Select(Text)))},
              {(request.By.Count == 0 ? "''" : $"concat_ws(' · ', {string.Join(", ", request.By.Select(Text))})")}
            FROM (SELECT m.*{(request.Cluster is null ? "" : ContextCluster.Column)} FROM {request.Model.FullName} AS m{request.Cluster?.Join}) AS t{where}
            ORDER BY ALL
            """;
        using var reader = command.ExecuteReader();
        var values = new List<double>();
        var keys = new List<string[]>();
        var groups = new List<string>();
        long incomplete = 0;
        var features = request.Features.Count;
        while (reader.Read())
        {
            if (Enumerable.Range(0, features).Any(j => reader.IsDBNull(j) || !double.IsFinite(reader.GetDouble(j))))
            {
                incomplete++;
                continue;
            }

            for (var j = 0; j < features; j++) values.Add(reader.GetDouble(j));
            keys.Add([.. Enumerable.Range(features, request.Keys.Count).Select(reader.GetString)]);
            groups.Add(reader.GetString(features + request.Keys.Count));
        }

        if (keys.Count == 0) throw new DetectionException($"нет строк, где есть все показатели ({string.Join(", ", request.Features)}); неполных строк: {incomplete}");
        return new ExploreTable(new FeatureMatrix(request.Features, [.. values]), request.Keys, keys, groups, incomplete);
    }
}

using MsokoAnalytics.Models.Catalogue;
using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Sql;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace MsokoAnalytics.Models;

/// <summary>Reads a models folder, collecting every complaint before giving up.</summary>
internal sealed class ModelProjectLoader(string folder)
{
    private const string SeedFolder = "seeds";
    private const string SeedSchema = "core";
    private const string IndicatorFolder = "indicators";
    private const string RuleSetFolder = "rule_sets";

    private readonly List<string> _problems = [];
    private readonly List<ModelDefinition> _corrected = [];
    private bool _hasUnread;
    private CatalogueReader? _catalogue;
    private Dictionary<string, string> _catalogueTables = [];
    private readonly IDeserializer _yaml =
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build();

    public ModelProject Load()
    {
        if (!Directory.Exists(folder)) throw new ModelProjectException([$"папка моделей не найдена: {folder}"]);
        var macros = ReadMacros();
        var sources = ReadSources();
        ReadCatalogue();
        var models = new List<ModelDefinition>();
        foreach (var schemaFolder in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            var schema = Path.GetFileName(schemaFolder);
            if (schema is "macros" or "sources" or IndicatorFolder or RuleSetFolder || schema.Contains('.', StringComparison.Ordinal)) continue;
            var isSeed = schema == SeedFolder;
            foreach (var path in PairFiles(schemaFolder, isSeed ? ".csv" : ".sql"))
                if (ReadModel(path, isSeed ? SeedSchema : schema, isSeed, macros) is { } read) models.AddRange(read);
        }

        models.AddRange(_corrected);
        if (models.Count == 0 && _problems.Count == 0) _problems.Add($"в папке {folder} нет ни одной модели");
        // With a contract unread, every reference to its model would be a complaint of its own.
        if (!_hasUnread) CheckReferences(models, sources);
        if (_problems.Count > 0) throw new ModelProjectException(_problems);
        var ordered = ModelGraph.Order(models, _problems);
        if (_problems.Count > 0) throw new ModelProjectException(_problems);
        return new ModelProject(ordered, sources, macros);
    }

    private List<SqlMacro> ReadMacros()
    {
        var path = Path.Combine(folder, "macros");
        if (!Directory.Exists(path)) return [];
        return [.. Directory.GetFiles(path, "*.sql").Order(StringComparer.Ordinal)
            .Select(file => new SqlMacro(Path.GetFileNameWithoutExtension(file), "\n" + ReadText(file)))];
    }

    private List<SourceTable> ReadSources()
    {
        var path = Path.Combine(folder, "sources");
        var tables = new List<SourceTable>();
        if (!Directory.Exists(path)) return tables;
        foreach (var file in Directory.GetFiles(path, "*.yml").Order(StringComparer.Ordinal))
        {
            if (ReadYaml<SourceFile>(file) is not { } source) continue;
            if (string.IsNullOrWhiteSpace(source.Schema)) _problems.Add($"{Relative(file)}: нет schema");
            foreach (var table in source.Tables)
            {
                var problems = new List<string>();
                var columns = ReadColumns(table.Columns, requireCaption: false, problems);
                problems.AddRange(table.AfterBuild.Where(k => columns.All(c => c.Name != k)).Select(k => $"after_build: столбец «{k}» не объявлен"));
                if (string.IsNullOrWhiteSpace(table.Name)) problems.Add("у таблицы нет name");
                _problems.AddRange(problems.Select(p => $"{Relative(file)}: {table.Name}: {p}"));
                var declared = new SourceTable(source.Schema ?? "", table.Name ?? "", table.Caption ?? "", table.Description ?? "", columns) { AfterBuildKeys = table.AfterBuild };
                tables.Add(declared);
                if (table.CorrectedAs is { Length: > 0 } name && problems.Count == 0) _corrected.Add(CorrectedSource.Of(declared, name));
            }
        }

        return tables;
    }

    /// <summary>Indicators and rule sets become seeds without a CSV file of their own; their contracts lie among the seeds.</summary>
    private void ReadCatalogue()
    {
        if (!Directory.Exists(Path.Combine(folder, IndicatorFolder))) return;
        _catalogue = new CatalogueReader(
            ReadAll<IndicatorFamilyFile>(IndicatorFolder), ReadAll<RuleSetFile>(RuleSetFolder), _problems);
        _catalogueTables = _catalogue.Read();
    }

    private List<(string Path, T File)> ReadAll<T>(string name)
        where T : class
    {
        var path = Path.Combine(folder, name);
        if (!Directory.Exists(path)) return [];
        return [.. Directory.GetFiles(path, "*.yml").Order(StringComparer.Ordinal)
            .Select(file => (Relative(file), ReadYaml<T>(file))).Where(p => p.Item2 is not null).Select(p => (p.Item1, p.Item2!))];
    }

    /// <summary>Paths without extension; a file without its pair is a complaint.</summary>
    private List<string> PairFiles(string schemaFolder, string bodyExtension)
    {
        var bodies = Stems(schemaFolder, "*" + bodyExtension);
        if (bodyExtension == ".csv") bodies.AddRange(_catalogueTables.Keys.Select(name => Path.Combine(schemaFolder, name)));
        var contracts = Stems(schemaFolder, "*.yml");
        foreach (var stem in bodies.Except(contracts, StringComparer.Ordinal))
            _problems.Add($"{Relative(stem)}{bodyExtension}: рядом нет описания {Path.GetFileName(stem)}.yml");
        foreach (var stem in contracts.Except(bodies, StringComparer.Ordinal))
            _problems.Add($"{Relative(stem)}.yml: рядом нет файла {Path.GetFileName(stem)}{bodyExtension}");
        return [.. bodies.Intersect(contracts, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static List<string> Stems(string path, string pattern) =>
        [.. Directory.GetFiles(path, pattern, SearchOption.AllDirectories).Select(f => Path.ChangeExtension(f, null))];

    /// <summary>The model of a contract and, where the contract describes it, its partner rolled up to today's schools.</summary>
    private IReadOnlyList<ModelDefinition>? ReadModel(string stem, string schema, bool isSeed, List<SqlMacro> macros)
    {
        var contractPath = stem + ".yml";
        if (ReadYaml<ModelFile>(contractPath) is not { } file) return null;
        var name = Path.GetFileName(stem);
        var body = isSeed && _catalogueTables.TryGetValue(name, out var catalogue) ? catalogue : ReadText(stem + (isSeed ? ".csv" : ".sql"));
        var problems = new List<string>();
        var columns = ReadColumns(file.Columns, requireCaption: true, problems);
        var checks = CheckReader.Read(file.Tests, columns, problems);
        RequireText(file.Caption, "caption (русское название)", problems);
        RequireText(file.Description, "description", problems);
        RequireText(file.Grain, "grain: что такое одна строка", problems);
        RequireText(file.KnownBias, "known_bias: чем числа могут обмануть", problems);
        if (columns.Count == 0) problems.Add("не объявлены столбцы (columns)");
        if (!checks.Any(c => c is { Kind: CheckKind.Unique, Severity: CheckSeverity.Fail }))
            problems.Add("нет проверки уникальности (tests: unique, severity fail)");
        CheckSampleKeys(file.SampleKeys, columns, problems);
        var materialization = ReadMaterialization(file.Materialized, isSeed, problems);
        if (materialization == Materialization.View) body = Expanded(body, macros, problems);
        var references = isSeed ? [] : ReadReferences(body, problems);
        if (materialization == Materialization.Analysis != !string.IsNullOrWhiteSpace(file.Analysis))
            problems.Add("analysis (имя программы с номером версии) нужно при materialized: analysis, и только тогда");
        var lineage = ReadLineage(file, columns, problems);
        var partition = PartitionReader.Read(file.Partition, materialization, problems);
        var model = new ModelDefinition
        {
            Schema = schema,
            Name = name,
            Materialization = materialization,
            Analysis = file.Analysis?.Trim(),
            Family = file.Family?.Trim(),
            Caption = file.Caption?.Trim() ?? "",
            Description = file.Description?.Trim() ?? "",
            Grain = file.Grain?.Trim() ?? "",
            KnownBias = file.KnownBias?.Trim() ?? "",
            NoRolledUpView = file.NoRolledUpView?.Trim(),
            Columns = columns,
            SampleKeys = file.SampleKeys,
            Checks = checks,
            Body = body,
            ContractText = ReadText(contractPath),
            References = references,
            Lineage = lineage,
            NoLineage = file.NoLineage?.Trim(),
            Partition = partition,
        };
        var partners = file.RolledUp is not { } rolledUp || isSeed ? [] : RolledUpPartner.Of(model, rolledUp, ReadLineage(rolledUp.Lineage, columns, problems), problems);
        _problems.AddRange(problems.Select(p => $"{Relative(contractPath)}: {p}"));
        return [model, .. partners];
    }

    private static List<RowLineage> ReadLineage(ModelFile file, IReadOnlyList<ColumnContract> columns, List<string> problems)
    {
        if (file.Lineage.Count > 0 && file.NoLineage is not null) problems.Add("lineage и no_lineage исключают друг друга");
        return ReadLineage(file.Lineage, columns, problems);
    }

    private static List<RowLineage> ReadLineage(List<LineageFile> entries, IReadOnlyList<ColumnContract> columns, List<string> problems)
    {
        foreach (var entry in entries)
        {
            if (string.IsNullOrWhiteSpace(entry.From) || string.IsNullOrWhiteSpace(entry.Match)) problems.Add("lineage: нужны from (таблица) и match (условие над t и f)");
            if (entry.Count is not null && columns.All(c => c.Name != entry.Count)) problems.Add($"lineage: столбец count «{entry.Count}» не объявлен");
            if (entry.Counted is not null && entry.Count is null) problems.Add("lineage: counted без count ничего не значит");
        }

        return [.. entries.Select(l => new RowLineage(l.From ?? "", l.Match ?? "", l.When, l.Count, l.Counted))];
    }

    private static void RequireText(string? text, string key, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text)) problems.Add("нет " + key);
    }

    private static void CheckSampleKeys(List<string> keys, IReadOnlyList<ColumnContract> columns, List<string> problems)
    {
        foreach (var key in keys)
        {
            var column = columns.FirstOrDefault(c => c.Name == key);
            if (column is null) problems.Add($"sample_keys: столбец «{key}» не объявлен");
            else if (column.IsPersonal) problems.Add($"sample_keys: столбец «{key}» личный, показывать его нельзя");
        }
    }

    private static string Expanded(string sql, List<SqlMacro> macros, List<string> problems)
    {
        try
        {
            return MacroExpansion.Expand(sql, macros);
        }
        catch (SqlSyntaxException error)
        {
            problems.Add("SQL: " + error.Message);
            return sql;
        }
    }

    private static IReadOnlyList<TableReference> ReadReferences(string sql, List<string> problems)
    {
        try
        {
            return SqlReferences.Find(sql);
        }
        catch (SqlSyntaxException error)
        {
            problems.Add("SQL: " + error.Message);
            return [];
        }
    }

    private static Materialization ReadMaterialization(string? text, bool isSeed, List<string> problems)
    {
        switch (text)
        {
            case null when isSeed:
                return Materialization.Seed;
            case "table" when !isSeed:
                return Materialization.Table;
            case "view" when !isSeed:
                return Materialization.View;
            case "analysis" when !isSeed:
                return Materialization.Analysis;
            default:
                problems.Add(isSeed ? "materialized у таблицы из CSV не указывают" : "materialized: бывает table, view или analysis");
                return Materialization.Table;
        }
    }

    private static List<ColumnContract> ReadColumns(List<ColumnFile> files, bool requireCaption, List<string> problems)
    {
        var columns = new List<ColumnContract>();
        foreach (var file in files)
        {
            if (string.IsNullOrWhiteSpace(file.Name) || string.IsNullOrWhiteSpace(file.Type))
                problems.Add($"columns: у столбца «{file.Name}» нет name или type");
            else if (columns.Any(c => c.Name == file.Name))
                problems.Add($"columns: столбец «{file.Name}» объявлен дважды");
            if (requireCaption && (string.IsNullOrWhiteSpace(file.Caption) || string.IsNullOrWhiteSpace(file.Description)))
                problems.Add($"columns: у столбца «{file.Name}» нет caption или description");
            columns.Add(new ColumnContract(
                file.Name ?? "", file.Type ?? "", file.Caption ?? "", file.Description ?? "", file.Personal));
        }

        return columns;
    }

    private void CheckReferences(List<ModelDefinition> models, List<SourceTable> sources)
    {
        var known = models.Select(m => m.FullName).Concat(sources.Select(s => s.FullName)).ToHashSet(StringComparer.Ordinal);
        foreach (var twice in models.GroupBy(m => m.FullName, StringComparer.Ordinal).Where(g => g.Count() > 1))
            _problems.Add($"{twice.Key}: модель объявлена дважды");
        foreach (var (code, formula) in _catalogue?.Formulas ?? [])
            if (!known.Contains(formula)) _problems.Add($"indicators: {code}: formula называет {formula}, а такой модели нет");
        foreach (var model in models)
        {
            foreach (var input in model.Inputs.Where(input => !known.Contains(input)))
                _problems.Add($"{model.FullName}: SQL читает {input}, а такой модели или таблицы нет (sources/*.yml)");
            if (model.Inputs.Contains(model.FullName, StringComparer.Ordinal))
                _problems.Add($"{model.FullName}: модель читает сама себя");
            foreach (var check in model.Checks.Where(c => c.Target is not null && !known.Contains(c.Target)))
                _problems.Add($"{model.FullName}: проверка {check.Name} ссылается на неизвестную таблицу");
            foreach (var entry in model.Lineage)
            {
                var from = models.FirstOrDefault(m => m.FullName == entry.From);
                if (from is null) _problems.Add($"{model.FullName}: lineage ведёт в {entry.From}, а такой модели нет");
                else if (!from.HasSourcePlace && from.Lineage.Count == 0) _problems.Add($"{model.FullName}: lineage ведёт в {entry.From}, а там нет ни file_key и sheet_no, ни своего lineage");
            }

            _problems.AddRange(AfterBuild(model, models, sources).Select(p => $"{model.FullName}: {p}"));
            _problems.AddRange(PartitionReader.CheckInputs(model, models, sources).Select(p => $"{model.FullName}: {p}"));
        }
    }

    /// <summary>Complaints about a model that rests on what is known only after the build.</summary>
    private static IEnumerable<string> AfterBuild(ModelDefinition model, List<ModelDefinition> models, List<SourceTable> sources)
    {
        if (model.Materialization == Materialization.View) yield break;
        var through = new Queue<string>(model.Inputs);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (through.TryDequeue(out var name))
        {
            if (!seen.Add(name)) continue;
            if (sources.Find(s => s.FullName == name) is { IsAfterBuild: true } source)
            {
                if (model.Inputs.Contains(name, StringComparer.Ordinal)) yield return $"таблицу {name} заполняют после сборки: её может читать только представление";
                foreach (var column in source.Columns.Where(c => !source.AfterBuildKeys.Contains(c.Name, StringComparer.Ordinal) && UsesWord(model.Body, c.Name)))
                    yield return $"столбец {column.Name} заполняют после сборки ({name}): таблица не может на нём стоять";
            }

            if (models.Find(m => m.FullName == name) is { Materialization: Materialization.View } view)
                foreach (var input in view.Inputs) through.Enqueue(input);
        }
    }

    private static bool UsesWord(string sql, string word) => SqlTokenizer.Tokenize(sql).Any(t => t.IsWord(word));

    private T? ReadYaml<T>(string path)
        where T : class
    {
        try
        {
            var file = _yaml.Deserialize<T?>(ReadText(path));
            if (file is not null) return file;
            _problems.Add($"{Relative(path)}: файл пуст");
        }
        catch (YamlException error)
        {
            _problems.Add($"{Relative(path)}: строка {error.Start.Line}: {error.InnerException?.Message ?? error.Message}");
        }

        _hasUnread = true;
        return null;
    }

    /// <summary>Text with LF ends, so that a checkout with CRLF has the same hash.</summary>
    private static string ReadText(string path) => File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);

    private string Relative(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}

using System.Globalization;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Checks;

/// <summary>Turns the <c>tests</c> of a contract file into checks; every complaint is a Russian line in <c>problems</c>.</summary>
internal static class CheckReader
{
    public static IReadOnlyList<CheckDefinition> Read(
        IEnumerable<CheckFile> files, IReadOnlyList<ColumnContract> columns, List<string> problems)
    {
        var checks = new List<CheckDefinition>();
        foreach (var file in files)
        {
            var own = new List<string>();
            var check = ReadOne(file, columns, own);
            problems.AddRange(own.Select(p => $"tests / {file.Type ?? "?"}: {p}"));
            if (check is not null && own.Count == 0) checks.Add(check);
        }

        foreach (var name in checks.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
            problems.Add($"tests: проверка «{name}» объявлена дважды");
        return checks;
    }

    private static CheckDefinition? ReadOne(CheckFile file, IReadOnlyList<ColumnContract> columns, List<string> problems)
    {
        var over = file.Column is null ? file.Columns : [file.Column, .. file.Columns];
        foreach (var name in over)
            if (columns.All(c => c.Name != name)) problems.Add($"столбец «{name}» не объявлен");
        Require(file.Where is null || file.Type == "unique", "where бывает только у unique", problems);
        var severity = ReadSeverity(file.Severity, problems);
        var list = string.Join(", ", over);
        switch (file.Type)
        {
            case "not_null":
                Require(over.Count > 0, "нужен column или columns", problems);
                return Make(CheckKind.NotNull, $"not_null({list})", severity, file,
                    $"в столбцах {list} есть пустые значения") with { Columns = over };
            case "unique":
                Require(over.Count > 0, "нужен column или columns", problems);
                return Make(CheckKind.Unique, $"unique({list})", severity, file,
                    $"ключ ({list}) повторяется") with { Columns = over, Where = file.Where };
            case "accepted_values":
                Require(over.Count == 1, "нужен один column", problems);
                Require(file.Values.Count > 0, "нужен список values", problems);
                return Make(CheckKind.AcceptedValues, $"accepted_values({list})", severity, file,
                    $"в столбце {list} есть значения не из списка: {string.Join(", ", file.Values)}")
                    with { Columns = over, Values = file.Values, AllowNull = file.AllowNull };
            case "relationships":
                var fields = file.Field is null ? file.Fields : [file.Field, .. file.Fields];
                Require(over.Count > 0 && over.Count == fields.Count, "нужны column и field (или columns и fields одной длины)", problems);
                Require(file.To is not null && file.To.Split('.').Length == 2, "нужен to: схема.таблица", problems);
                return Make(CheckKind.Relationships, $"relationships({list} → {file.To})", severity, file,
                    $"значений ({list}) нет в {file.To}")
                    with { Columns = over, Target = file.To, TargetColumns = fields };
            case "in_range":
                Require(over.Count == 1, "нужен один column", problems);
                var (min, max) = ReadBounds(file, problems);
                return Make(CheckKind.InRange, $"in_range({list})", severity, file,
                    $"значения {list} вне границ [{file.Min ?? "−∞"}; {file.Max ?? "+∞"}]")
                    with { Columns = over, Min = min, Max = max };
            case "row_count":
                var (least, most) = ReadBounds(file, problems);
                return Make(CheckKind.RowCount, "row_count", severity, file,
                    $"число строк вне границ [{file.Min ?? "0"}; {file.Max ?? "+∞"}]") with { Min = least, Max = most };
            case "expression":
                Require(!string.IsNullOrWhiteSpace(file.Name), "нужно имя (name) — предложение через _", problems);
                Require(!string.IsNullOrWhiteSpace(file.Expression), "нужно условие (expression)", problems);
                Require(file.What is not null && file.When is not null && file.Fix is not null,
                    "нужны what, when и fix: что значит, когда важно, что делать", problems);
                return Make(CheckKind.Expression, file.Name ?? "", severity, file, "") with { Expression = file.Expression };
            default:
                problems.Add("неизвестный вид; есть not_null, unique, accepted_values, relationships, in_range, row_count, expression");
                return null;
        }
    }

    private static CheckDefinition Make(CheckKind kind, string name, CheckSeverity severity, CheckFile file, string what)
    {
        var (when, fix) = CheckTexts.Of(kind);
        return new(kind, file.Name ?? name, severity) { What = file.What ?? what, When = file.When ?? when, Fix = file.Fix ?? fix };
    }

    private static void Require(bool condition, string problem, List<string> problems)
    {
        if (!condition) problems.Add(problem);
    }

    private static CheckSeverity ReadSeverity(string? text, List<string> problems)
    {
        switch (text)
        {
            case null or "fail":
                return CheckSeverity.Fail;
            case "warn":
                return CheckSeverity.Warn;
            default:
                problems.Add($"severity «{text}»: бывает fail или warn");
                return CheckSeverity.Fail;
        }
    }

    private static (decimal? Min, decimal? Max) ReadBounds(CheckFile file, List<string> problems)
    {
        Require(file.Min is not null || file.Max is not null, "нужен min или max", problems);
        return (ReadNumber(file.Min, problems), ReadNumber(file.Max, problems));
    }

    private static decimal? ReadNumber(string? text, List<string> problems)
    {
        if (text is null) return null;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        problems.Add($"«{text}» не число");
        return null;
    }
}

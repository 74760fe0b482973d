using System.Globalization;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Registry;

/// <summary>The school registry as a centre keeps it: a list with codes, the changes, the context questionnaire, a list without logins, confirmed matches.</summary>
internal static class RegistryFiles
{
    private const string Folder = "Реестр";

    /// <summary>From so many schools on, two of them stand in a list under a code that the registry does not know.</summary>
    private const int UnknownCodesFrom = 20;

    private static readonly string[] ListHeader =
        ["№", "Логин ФИС ОКО", "Наименование", "Муниципалитет", "Тип ОО", "Тип населённого пункта", "Код ОГЭ", "Код ЕГЭ", "ИНН", "ОГРН", "Код СГО", "Действует с", "Действует по"];

    private static readonly string[] QuestionnaireHeader =
        ["Логин", "Муниципалитет", "1. Тип населённого пункта", "5. Вид ОО", "6. ИНН", "7. Код ОГЭ", "8. Код ЕГЭ", "9. Статус организации", "10. У ОО есть филиалы?"];

    public static List<WrittenFile> Write(Region region, OutputFolder output, YearPlan lastPlan)
    {
        var day = lastPlan.LastDay.AddDays(40);
        var unknown = region.Schools.Count >= UnknownCodesFrom ? region.Schools.Where(s => s.Kind == SchoolKind.Town).Take(2).ToArray() : [];
        var files = new List<WrittenFile>
        {
            WriteFile(output, day, "Реестр школ.csv", "registry_school", ListHeader, List(region, lastPlan.Year, unknown)),
            WriteFile(output, day, "Изменения школ.xlsx", "registry_relation", ["Вид изменения", "Логин", "Логин преемника", "Дата", "Новое название", "Основание"], Changes(region)),
            WriteFile(output, day, FormattableString.Invariant($"Контекстная анкета ОО {lastPlan.Year}.xlsx"), "registry_questionnaire", QuestionnaireHeader, Questionnaire(region, lastPlan)),
        };
        if (unknown.Length == 0) return files;
        files.Add(WriteFile(output, day, "Список школ из СГО.xlsx", "registry_school", ["Логин", "Наименование", "Муниципалитет", "Код СГО"],
            region.Schools.Where(s => s.Exists(lastPlan.SchoolYear)).Select(s => new string?[] { null, s.FullName(), s.Municipality.Name, s.Codes.Sgo })));
        files.Add(WriteFile(output, day, "school-map.csv", "registry_match", ["Система", "Код или название", "Логин", "Кто подтвердил", "Дата"],
            [["сго", unknown[0].Codes.Sgo, unknown[0].Login(lastPlan.LoginPrefix), "методист", Text(day)]]));
        return files;
    }

    private static IEnumerable<string?[]> List(Region region, int lastYear, School[] unknown)
    {
        var number = 0;
        foreach (var school in region.Schools)
        {
            var renamed = school.RenamedFrom != int.MaxValue;
            var until = school.LastYear == int.MaxValue ? null : Text(new DateOnly(school.LastYear, 8, 24));
            if (renamed) yield return Line(++number, school, school.Name(school.RenamedFrom - 1), null, Text(new DateOnly(school.RenamedFrom - 1, 8, 24)), unknown);
            yield return Line(++number, school, school.Name(Math.Min(lastYear, school.LastYear)), renamed ? Text(new DateOnly(school.RenamedFrom - 1, 8, 25)) : null, until, unknown);
        }
    }

    private static string?[] Line(int number, School school, string name, string? from, string? to, School[] unknown) =>
    [
        number.ToString(CultureInfo.InvariantCulture), school.Login("edu"), name, $"{school.Municipality.Name}({school.Municipality.Code})", Type(school), Settlement(school),
        school.Codes.Oge, school.Codes.Ege, school.Codes.Inn, school.Codes.Ogrn, unknown.Contains(school) ? null : school.Codes.Sgo, from, to,
    ];

    private static IEnumerable<string?[]> Questionnaire(Region region, YearPlan plan) =>
        from school in region.Schools
        where school.Exists(plan.SchoolYear)
        select new[]
        {
            school.Login(plan.LoginPrefix), school.Municipality.Name, Settlement(school), Type(school), school.Codes.Inn, school.Codes.Oge, school.Codes.Ege, "действует",
            region.Changes.Any(c => c.Kind == SchoolChangeKind.Branch && c.Successor == school) ? "Да" : "Нет",
        };

    private static IEnumerable<string?[]> Changes(Region region) =>
        from change in region.Changes
        select new[]
        {
            Name(change.Kind), change.School.Login("edu"), change.Kind == SchoolChangeKind.Closure ? null : change.Successor!.Login("edu"), Text(change.Date),
            change.Kind == SchoolChangeKind.Rename ? change.School.NewName : null, "постановление администрации",
        };

    /// <summary>«присоединение» and so on, as the list of changes writes it.</summary>
    public static string Name(SchoolChangeKind kind) => kind switch
    {
        SchoolChangeKind.Merger => "присоединение",
        SchoolChangeKind.Branch => "филиал",
        SchoolChangeKind.Rename => "переименование",
        _ => "закрытие",
    };

    private static string Type(School school) => school.Kind switch
    {
        SchoolKind.Gymnasium => "гимназия или лицей",
        SchoolKind.Special => "коррекционная школа",
        _ => school.HasSenior ? "средняя школа" : "основная школа",
    };

    private static string Settlement(School school) => school.Kind == SchoolKind.Rural ? "село" : "город";

    private static string Text(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    private static WrittenFile WriteFile(OutputFolder output, DateOnly day, string name, string layout, string[] header, IEnumerable<string?[]> rows)
    {
        var dialect = name.EndsWith(".csv", StringComparison.Ordinal) ? CsvDialect.Utf8WithBom : null;
        var path = $"{Folder}/{name}";
        var report = new FileReport { Path = path, Kind = "registry", Layout = layout, Format = dialect?.Name ?? "xlsx" };
        report.Sheets.Add(new SheetReport(1, dialect is null ? "Лист1" : ""));
        using (var table = output.Table(new PlannedFile(path, dialect), header.Length, inlineStrings: false))
        {
            table.BeginSheet(report.Sheet.Name);
            table.TextRow(header);
            report.Sheet.Add(RowClass.Header);
            foreach (var row in rows)
            {
                table.TextRow(row);
                report.Sheet.Add(RowClass.Data);
            }

            report.Cells = table.Cells;
        }

        var (bytes, hash) = output.Seal(path, day);
        return new WrittenFile(report, bytes, hash);
    }
}

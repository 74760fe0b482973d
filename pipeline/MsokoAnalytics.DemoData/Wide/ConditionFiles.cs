using System.Globalization;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>Scores of НОКО every third year, monitoring indicators, context and social passport.</summary>
internal sealed class ConditionFiles(TableFiles files, CorrectionFile corrections)
{
    /// <summary>Years between two assessments of the same schools.</summary>
    private const int CycleYears = 3;

    /// <summary>A title and the header.</summary>
    private const int RowsAbove = 2;
    private const int FirstScore = 2, Enrolment = 4, SingleParent = 7;

    private static readonly string[] Criteria =
        ["Открытость и доступность информации об организации", "Комфортность условий", "Доступность услуг для инвалидов", "Доброжелательность, вежливость работников", "Удовлетворённость условиями"];

    private readonly MartTruth _noko = new("mart_noko", "scope", "scope_id", "year", "criterion", "score");
    private readonly MartTruth _indicator = new("mart_monitoring_indicator", "scope", "scope_id", "year", "indicator", "numerator", "denominator");
    private readonly MartTruth _context = new("mart_school_context", "scope", "scope_id", "academic_year", "component", "n", "n_base");

    public IEnumerable<MartTruth> Truths => [_noko, _indicator, _context];

    public void Write(Region region, int year, IReadOnlyList<School> schools)
    {
        if ((year - region.FirstYear) % CycleYears == 0) Noko(year, region.FirstYear, schools, region.Options.DirtLevel > 0);
        Indicators(year, schools);
        Context(year, schools, region.Options.DirtLevel > 0 && year == region.Options.Years.Max());
    }

    private void Noko(int year, int firstYear, IReadOnlyList<School> schools, bool misprints)
    {
        var rows = new List<object?[]>();
        var lines = new List<object?[]>();
        foreach (var school in schools)
        {
            var random = WideFiles.Chance(school, year, 50);
            var scores = new double[5];
            for (var c = 0; c < scores.Length; c++)
            {
                scores[c] = Math.Round((c == 2 ? 45 : 80) + 20 * random.NextDouble(), 1);
                _noko.Add("school", school.Digits, year, string.Create(CultureInfo.InvariantCulture, $"{c + 1}"), scores[c]);
                lines.Add([WideFiles.Login(school), school.Name(year), year, c % 2 == 0 ? string.Create(CultureInfo.InvariantCulture, $"Критерий {c + 1}") : Criteria[c], scores[c]]);
            }

            rows.Add([WideFiles.Login(school), school.Name(year), .. scores.Select(s => (object?)s)]);
        }

        var day = new DateOnly(year, 12, 1);
        if (misprints && year == firstYear)
        {
            // One score of the first school lost ten points in print.
            var right = (double)rows[0][FirstScore + 1]!;
            rows[0][FirstScore + 1] = Math.Round(right - 10, 1);
            corrections.Add("НОКО", $"{WideFiles.Folder(year)}/НОКО {year}.xlsx", RowsAbove + 1, "критерий 2", rows[0][FirstScore + 1]!, right, "в приказе другое число", day.AddDays(10));
        }

        // Every other cycle was published with a row for each criterion.
        if ((year - firstYear) % (2 * CycleYears) == 0)
            files.Write($"{WideFiles.Folder(year)}/НОКО {year}.xlsx", null, day, [$"Результаты независимой оценки качества условий, {year} год"], ["Логин", "Школа", .. Criteria], rows);
        else
            files.Write($"{WideFiles.Folder(year)}/НОКО {year}.csv", CsvDialect.All[1], day, [], ["Логин", "Школа", "Год", "Критерий", "Балл"], lines);
    }

    private void Indicators(int year, IReadOnlyList<School> schools)
    {
        var rows = new List<object?[]>();
        foreach (var school in schools)
        {
            var random = WideFiles.Chance(school, year, 51);
            var teachers = 8 + random.NextInt((int)(12 * school.Classes) + 1);
            var young = WideFiles.Binomial(ref random, teachers, 0.25);
            rows.Add([WideFiles.Login(school), year, "2.3.2", "Удельный вес численности учителей в возрасте до 35 лет", "%", Math.Round(100.0 * young / teachers, 2), young, teachers]);
            _indicator.Add("school", school.Digits, year, "2.3.2", young, teachers);
        }

        files.Write($"{WideFiles.Folder(year)}/Показатели мониторинга.csv", CsvDialect.Utf8WithBom, new DateOnly(year, 10, 25), [], ["Логин", "Год", "Код показателя", "Показатель", "Ед. изм.", "Значение", "Числитель", "Знаменатель"], rows);
    }

    private void Context(int year, IReadOnlyList<School> schools, bool misprints)
    {
        var academicYear = WideFiles.AcademicYear(year);
        var rows = new List<object?[]>();
        foreach (var school in schools)
        {
            var random = WideFiles.Chance(school, year, 52);
            var pupils = Enumerable.Range(1, 11).Sum(g => Classes.Of(school, year - 1, g).Sum(c => c.Size));
            var special = WideFiles.Binomial(ref random, pupils, 0.06);
            var registered = WideFiles.Binomial(ref random, pupils, 0.01);
            var single = WideFiles.Binomial(ref random, pupils, 0.2);
            rows.Add([
                WideFiles.Login(school), academicYear, school.Kind == SchoolKind.Gymnasium ? "гимназия" : school.Kind == SchoolKind.Special ? "коррекционная школа" : "СОШ", school.Kind == SchoolKind.Rural ? "село" : "город",
                pupils, special, registered, single, Math.Round(20 + 30 * random.NextDouble(), 1),
            ]);
            foreach (var (component, n) in ((string, int)[])[("special_needs", special), ("registered", registered), ("single_parent", single)]) _context.Add("school", school.Digits, academicYear, component, n, pupils);
        }

        if (misprints)
        {
            // A zero too many in the last row; and a line that was right before the file was issued anew.
            var (last, path) = (rows[^1], $"{WideFiles.Folder(year)}/Социальный паспорт.xlsx");
            var right = (int)last[Enrolment]!;
            last[Enrolment] = 10 * right;
            corrections.Add("контекст школ", path, RowsAbove + rows.Count, "численность обучающихся", 10 * right, right, "лишний ноль", new DateOnly(year - 1, 10, 15));
            corrections.Add("контекст школ", path, RowsAbove + 1, "неполные семьи", (int)rows[0][SingleParent]! + 3, (int)rows[0][SingleParent]! + 1, "уточнено школой", new DateOnly(year - 1, 10, 2));
        }

        files.Write($"{WideFiles.Folder(year)}/Социальный паспорт.xlsx", null, new DateOnly(year - 1, 10, 1), ["Социальный паспорт школ муниципалитета"],
            ["Логин", "Учебный год", "Тип ОО", "Местность", "Численность обучающихся", "Дети с ОВЗ", "На учёте", "Неполные семьи", "Родители с высшим образованием, %"], rows);
    }
}

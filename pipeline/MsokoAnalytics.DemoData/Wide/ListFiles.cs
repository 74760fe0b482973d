using System.Globalization;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>Published lists. The publisher's marks are chance with a leaning to the schools that do cheat: a list is no proof.</summary>
internal sealed class ListFiles(TableFiles files)
{
    private static readonly string[] Works = ["4 РУ", "4 МА", "5 РУ", "5 МА"];

    private readonly MartTruth _list = new("mart_official_list", "list", "year", "school_id", "works", "n_markers_counted", "n_markers_stated");

    public IEnumerable<MartTruth> Truths => [_list];

    public void Write(Region region, int year, IReadOnlyList<School> schools)
    {
        var rows = new List<object?[]>();
        var lines = new List<object?[]>();
        // A letter of every third year lists the markers one below another and states no number of them.
        var isLong = (year - region.FirstYear) % 3 == 1;
        foreach (var school in schools)
        {
            var random = WideFiles.Chance(school, year, 60);
            var marks = new int?[Works.Length];
            for (var w = 0; w < Works.Length; w++) marks[w] = random.Chance(school.Prone is null ? 0.03 : 0.3) ? 1 : null;
            var n = marks.Count(m => m is not null);
            if (n == 0) continue;
            rows.Add([year, WideFiles.Login(school), school.Municipality.Name, school.Name(year), .. marks.Select(m => (object?)m), n]);
            var listed = Works.Where((_, w) => marks[w] is not null).Order(StringComparer.Ordinal).ToList();
            foreach (var work in listed) lines.Add([year, WideFiles.Login(school), school.Name(year), work[..1], work.EndsWith("РУ", StringComparison.Ordinal) ? "Русский язык" : "Математика", "завышенные значения среднего балла"]);
            _list.Add("bias", year, school.Digits, string.Join(", ", listed), n, isLong ? null : n);
        }

        if (rows.Count > 0)
            files.Write($"{WideFiles.Folder(year)}/Перечень школ с признаками необъективности.xlsx", null, new DateOnly(year, 9, 15),
                [string.Create(CultureInfo.InvariantCulture, $"Письмо от 10.09.{year} № 02-{year % 100}")],
                isLong ? ["Год", "Логин", "ОО", "Класс", "Предмет", "Маркер"] : ["Год", "Логин", "Муниципалитет", "ОО", .. Works, "Количество маркеров"], isLong ? lines : rows);

        var low = schools.OrderBy(s => s.Common).Take(2).Select(s => new object?[] { WideFiles.Login(s), s.Name(year), year, "низкие результаты двух процедур" }).ToList();
        foreach (var school in schools.OrderBy(s => s.Common).Take(2)) _list.Add("low_results", year, school.Digits, null, 0, null);
        files.Write($"{WideFiles.Folder(year)}/Перечень ШНОР.xlsx", null, new DateOnly(year, 9, 20), ["Перечень школ с низкими образовательными результатами", string.Create(CultureInfo.InvariantCulture, $"Приказ от 20.09.{year} № {year % 100}-о")],
            ["Логин", "ОО", "Год", "Причина включения"], low);

        var observed = schools.Select(s => (School: s, Grade: Observation.GradeOf(s, year))).Where(s => s.Grade is not null)
            .Select(s => new object?[] { year, WideFiles.Login(s.School), s.School.Name(year), s.Grade, "независимые наблюдатели муниципалитета" }).ToList();
        if (observed.Count > 0)
            files.Write($"{WideFiles.Folder(year)}/ВПР с контролем объективности.xlsx", null, new DateOnly(year, 6, 10), ["ВПР с контролем объективности: независимые наблюдатели", string.Create(CultureInfo.InvariantCulture, $"Приказ от 01.03.{year} № {year % 100}-н")],
                ["Год", "Логин", "ОО", "Класс", "Наблюдатели"], observed);
    }
}

using MsokoAnalytics.DemoData.Tests.Reading;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>Sheet, header and title texts are those of the real files, letter by letter.</summary>
[Collection(DemoWorldTests.Name)]
public sealed class HeaderTests(DemoWorld world)
{
    private const string Header2020 = "groups,user,id,code,otc,gender,klass,var-1,var-2,sum,a-1-grade…a-40-grade";
    private const string Header2021 = "логин школы, регион, номер обучающегося, код обучающегося, отметка за предыдущую четверть/триместр, пол, класс, вариант, всего баллов, балл за 1, …, Учебник, Др.уч. автор, Др.уч. название";
    private const string Header2022 = "Пользователь, Код региона, Регион, Муниципалитет, Школа, Дата загрузки, Код, Вариант, 1 (1б), …, 5(1) (1б), 5(2) (1б), …, Наименование класса, Пол, Отметка за предыдущий триместр/ четверть/полугодие, Итого баллов";
    private const string HeaderForm = "Код участника | Вариант | 1 (5б) | 2 (5б) | 3 (5б) | 4К1 (3б) | 4К2 (2б) | 4К3 (3б) | 4К4 (2б) | Порядковый номер класса | Отметка за предыдущий триместр/ четверть/полугодие | Итого баллов";
    private const string HeaderF1 = "ОО | Муниципалитет | Название ОО | Код участника | Класс | Вариант | 1 (2б) | 2 (1б) | 3 (2б) | 4 (3б) | 5 (2б) | 6 (1б) | 7 (1б) | 8 (2б) | 9.1 (1б) | 9.2 (2б) | 10.1 (1б) | 10.2 (2б) | 11 (1б) | 12.1 (2б) | 12.2 (1б) | Первичный балл | Отметка | Отметка по журналу";
    private const string HeaderMarks = "Группы участников | Кол-во ОО | Кол-во участников | 2 | 3 | 4 | 5";
    private const string HeaderLong = "Группы участников | Кол-во участников | %";
    private const string HeaderWide = "Группы участников | Кол-во участников(всего) | Понизили (Отметка < Отметка по журналу) % | Понизили (Отметка < Отметка по журналу) Кол-во участников | Подтвердили (Отметка = Отметке по журналу) % | Подтвердили (Отметка = Отметке по журналу) Кол-во участников | Повысили (Отметка > Отметка по журналу) % | Повысили (Отметка > Отметка по журналу) Кол-во участников";

    [SharedFact]
    public void The_texts_of_these_tests_are_quoted_from_the_dossier()
    {
        var dossier = File.ReadAllText(SharedData.PathOf("reference", "domain.md"));
        foreach (var quote in new[] { Header2020, Header2021, Header2022, HeaderForm, HeaderF1, HeaderMarks, HeaderLong }) Assert.Contains(quote, dossier, StringComparison.Ordinal);
        // The dossier shortens repeated words of the wide header; the workbook beside it has them in full.
        var sample = Book.Xlsx(SharedData.PathOf("data", "fisoko_aggregates", "journal_comparison_MA4_2024.xlsx"))[0];
        Assert.Equal(HeaderWide, string.Join(" | ", sample.Rows[8]));
    }

    [Fact]
    public void Headers_of_autumn_2020() => EachHeader("vpr_results_2020", 1, (header, tasks) =>
        Assert.Equal(Header2020.Replace("a-1-grade…a-40-grade", string.Join(',', Enumerable.Range(1, 40).Select(n => $"a-{n}-grade")), StringComparison.Ordinal), string.Join(',', header)));

    [Fact]
    public void Headers_of_spring_2021() => EachHeader("vpr_results_2021", 1, (header, tasks) =>
        Assert.Equal(Header2021.Replace("балл за 1, …", string.Join(", ", Enumerable.Range(1, tasks).Select(n => $"балл за {n}")), StringComparison.Ordinal), string.Join(", ", header)));

    [Fact]
    public void Headers_of_2022()
    {
        EachHeader("vpr_results_2022", 1, (header, tasks) =>
        {
            var parts = Header2022.Split(", 1 (1б), …, 5(1) (1б), 5(2) (1б), …, ");
            Assert.Equal(parts[0], string.Join(", ", header.Take(8)));
            Assert.Equal(parts[1], string.Join(", ", header.Skip(8 + tasks)));
            Assert.All(header.Skip(8).Take(tasks), h => Assert.Matches(@"^\d+(К\d+|\(\d+\))? \(\db\)$".Replace('b', 'б'), h));
        });
        Assert.All(Books("vpr_results_2022").Where(b => b.File["format"] == "xlsx"), b => Assert.Equal(["Классы", "Протокол"], b.Sheets.Select(s => s.Name)));
    }

    [Fact]
    public void Headers_of_individual_results()
    {
        EachHeader("vpr_f1_2024", 8, (header, tasks) =>
        {
            Assert.Equal(HeaderF1.Split(" | ")[..6], header.Take(6));
            Assert.Equal(HeaderF1.Split(" | ")[^3..], header.Skip(6 + tasks).Select(h => h.Replace('\u00A0', ' ')));
            Assert.All(header.Skip(6).Take(tasks), h => Assert.Matches(@"^\d+(К\d+|\.\d+)? \(\dб\)$", h));
        });
        foreach (var (file, sheets) in Books("vpr_f1_2024"))
        {
            var work = file["work_id"].Split('-');
            var subject = sheets[0].Cell(4, 2)!;
            if (file["format"] == "xlsx") Assert.Equal($"{work[4]} {int.Parse(work[3], System.Globalization.CultureInfo.InvariantCulture)} Индивидуальные результаты", sheets[0].Name);
            Assert.Equal("Индивидуальные результаты", sheets[0].Cell(1, 1));
            Assert.Equal($"ВПР 2024 {subject} {int.Parse(work[3], System.Globalization.CultureInfo.InvariantCulture)} класс", sheets[0].Cell(3, 1));
            Assert.Equal("Предмет:", sheets[0].Cell(4, 1));
            Assert.Equal("Максимальный первичный балл:", sheets[0].Cell(5, 1));
            Assert.Equal("Дата:", sheets[0].Cell(6, 1));
            Assert.Matches(@"^\d\d\.\d\d\.2024$", sheets[0].Cell(6, 2)!);
            Assert.Equal("Уровень сложности задания", sheets[0].Cell(7, 3));
            // Two group rows without a participant's code come before the first pupil.
            Assert.Matches(@"\(reg88_m010\)$", sheets[0].Cell(9, 1)!);
            Assert.Matches(@"\((edu|ksh)\d{6}\)$", sheets[0].Cell(10, 1)!);
            Assert.Null(sheets[0].Cell(10, 4));
            Assert.Matches(@"^Кол-во участников: \d+$", sheets[0].Cell(10, 2)!);
            Assert.Matches(@"^(edu|ksh)\d{6}$", sheets[0].Cell(11, 1)!);
        }
    }

    [Fact]
    public void The_work_of_2026_has_the_columns_of_the_real_file()
    {
        using var folder = new TempFolder();
        var summary = DemoGenerator.Generate(new DemoOptions { OutDir = folder.FullName, Schools = 4, Years = [2026], DirtLevel = 0, CsvShare = 0, CollectionFormSchools = 0 });
        var sheet = Book.Xlsx(Path.Combine(summary.DataDir, "ВПР 2026", "4 класс", "Русский язык", "Ф1_Индивидуальные результаты.xlsx"))[0];
        Assert.Equal(HeaderF1, string.Join(" | ", sheet.Rows[8]));
        Assert.Equal("24", sheet.Cell(5, 2));
    }

    [Fact]
    public void Headers_of_the_collection_form()
    {
        EachHeader("vpr_collection_form", 1, (header, tasks) =>
        {
            Assert.Equal(HeaderForm.Split(" | ")[..2], header.Take(2));
            Assert.Equal(HeaderForm.Split(" | ")[^3..], header.Skip(2 + tasks));
        });
        Assert.All(Books("vpr_collection_form"), b => Assert.Equal(["Протокол", "Служебный", "Порядковый номер класса"], b.Sheets.Select(s => s.Name)));
        Assert.All(Books("vpr_collection_form"), b => Assert.Matches(@"/Форма сбора результатов .+ \d+ класс ВПР 2024\.xlsx$", b.File["file"]));
    }

    [Fact]
    public void Headers_of_the_official_reports()
    {
        foreach (var (_, sheets) in world.Books("mark_statistics")) Assert.Equal(HeaderMarks, string.Join(" | ", sheets[0].Rows[8]));
        foreach (var (file, sheets) in world.Books("journal_comparison"))
        {
            var header = sheets[0].Rows.First(r => r.Value.Length > 0 && r.Value[0] == "Группы участников");
            Assert.Equal(file["layout"] == "vpr_journal_wide" ? HeaderWide : HeaderLong, string.Join(" | ", header.Value));
            Assert.True(header.Key is 8 or 1);
            // «МА 4 Сравнение отметок с отметк»: 31 characters.
            var work = file["work_id"].Split('-');
            if (file["format"] == "xlsx") Assert.Equal($"{work[4]} {int.Parse(work[3], System.Globalization.CultureInfo.InvariantCulture)} Сравнение отметок с отметк"[..31], sheets[0].Name);
        }
    }

    [SharedFact]
    public void Official_reports_are_laid_out_as_the_rebuilt_real_ones()
    {
        SameColumn(Book.Xlsx(SharedData.PathOf("data", "fisoko_aggregates", "F3_mark_statistics_RU4_2026.xlsx"))[0], "mark_statistics", "ВПР-2024-spring-04-РУ-base");
        SameColumn(Book.Xlsx(SharedData.PathOf("data", "fisoko_aggregates", "journal_comparison_MA4_2024.xlsx"))[0], "journal_comparison", "ВПР-2024-spring-04-МА-base");
    }

    private void SameColumn(BookSheet real, string kind, string work)
    {
        var ours = world.Books(kind).First(b => b.File["work_id"] == work).Sheets[0];
        foreach (var row in new[] { 1, 2, 4, 5, 6, 7, 8 })
        {
            Assert.Equal(real.Cell(row, 1), ours.Cell(row, 1));
            Assert.Equal(real.Cell(row, 2) is null, ours.Cell(row, 2) is null);
        }

        Assert.Equal(System.Text.RegularExpressions.Regex.Replace(real.Cell(3, 1)!, @"\d{4}", "2024"), ours.Cell(3, 1));
    }

    private void EachHeader(string layout, int row, Action<string[], int> check)
    {
        var books = Books(layout).ToList();
        Assert.NotEmpty(books);
        foreach (var (file, sheets) in books)
        {
            var sheet = sheets.Count == 1 ? sheets[0] : sheets.Single(s => s.Name == "Протокол");
            var tasks = world.Truth($"results/{file["work_id"]}.csv").Rows[0].Tasks().Count();
            check([.. sheet.Rows[row].Select(c => c ?? "")], tasks);
        }
    }

    private IEnumerable<(TruthRow File, List<BookSheet> Sheets)> Books(string layout) => world.Books("vpr_results").Where(b => b.File["layout"] == layout);
}

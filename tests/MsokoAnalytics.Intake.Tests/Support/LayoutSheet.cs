using System.Globalization;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>
/// A sheet of a plain form with every column that its layout knows and rows that are right, so that one fault at a time can be put into any form. Block forms
/// (a report per pupil) have tests of their own.
/// </summary>
internal sealed class LayoutSheet
{
    private static readonly Dictionary<string, string> Spelling = new(StringComparer.Ordinal)
    {
        ["fisoko_journal_wide n_total"] = "Кол-во участников (всего)",
        ["fisoko_journal_wide lowered_pct"] = "Понизили (Отметка < Отметка по журналу) %", ["fisoko_journal_wide lowered_n"] = "Понизили (Отметка < Отметка по журналу) Кол-во участников",
        ["fisoko_journal_wide confirmed_pct"] = "Подтвердили (Отметка = Отметке по журналу) %", ["fisoko_journal_wide confirmed_n"] = "Подтвердили (Отметка = Отметке по журналу) Кол-во участников",
        ["fisoko_journal_wide raised_pct"] = "Повысили (Отметка > Отметка по журналу) %", ["fisoko_journal_wide raised_n"] = "Повысили (Отметка > Отметка по журналу) Кол-во участников",
        ["vpr_2021 journal_raw"] = "отметка за предыдущую четверть/триместр", ["task_specification max_score"] = "Максимальный балл", ["task_specification skill"] = "Умения",
        ["school_context pct_special_needs"] = "ОВЗ, %", ["school_context pct_disabled"] = "Инвалиды, %", ["school_context pct_registered"] = "На учёте, %", ["school_context pct_single_parent"] = "Неполные семьи, %",
        ["school_context pct_large_family"] = "Многодетные семьи, %", ["school_context pct_low_income"] = "Малообеспеченные семьи, %", ["school_context pct_parents_higher"] = "Родители с высшим образованием, %",
        ["school_context pct_non_native"] = "Неродной русский, %", ["school_context pct_advanced"] = "Углублённое изучение, %",
        ["task_specification programme_block"] = "Планируемый результат",
    };

    private static readonly Dictionary<string, string> Heading = new(StringComparer.Ordinal)
    {
        ["low_results"] = "Перечень школ с низкими образовательными результатами", ["controlled"] = "Проведение ВПР с контролем объективности",
        ["gia_ege_compact"] = "01 - Русский язык 2026.05.30", ["gia_ege_regional"] = "02 - Математика профильная 2026.05.27", ["gia_oge"] = "Математика(2026.06.02)",
    };

    private LayoutSheet(Layout layout)
    {
        Layout = layout;
        // A column that is known and not needed may bear the name of one that is; then it is that one.
        var named = layout.Columns.Where(c => c.Field != "_").Select(c => (Column: c, Header: HeaderOf(c)))
            .Concat(layout.Columns.Where(c => c.Field == "_").SelectMany(c => c.Headers.Where(h => !h.StartsWith('~')).Select(h => (Column: c, Header: h)))).DistinctBy(c => HeaderText.Normalize(c.Header)).ToList();
        Columns = [.. named.Select(c => c.Column)];
        Headers = [.. named.Select(c => c.Header), .. layout.Tasks is null ? [] : TaskHeaders(layout.Id)];
        Title = Heading.GetValueOrDefault(layout.Id);
    }

    /// <summary>Ids of the plain forms.</summary>
    public static TheoryData<string> Ids => [.. Plain.Select(l => l.Id)];

    private static IEnumerable<Layout> Plain => IntakeRun.Setup.Library.Layouts.Where(l => l.Blocks is null && l.Kind != "auxiliary").OrderBy(l => l.Id, StringComparer.Ordinal);

    public static LayoutSheet Of(string id) => new(Plain.Single(l => l.Id == id));

    public static IEnumerable<LayoutSheet> All => Plain.Select(l => new LayoutSheet(l));

    public Layout Layout { get; }

    /// <summary>What each column of <see cref="Headers"/> is; tasks follow them.</summary>
    public IReadOnlyList<LayoutColumn> Columns { get; }

    public IReadOnlyList<string> Headers { get; }

    /// <summary>The row above the header, or null.</summary>
    public string? Title { get; }

    /// <summary>A path that tells all that the form itself does not: year, grade, subject, school.</summary>
    public string Path(string extension) => $"2026/весна/{Layout.Id} Математика 4 класс{(Layout.Needs.Contains("school") ? " edu220001" : "")}.{extension}";

    /// <summary>A name of the sheet by which no service sheet is meant.</summary>
    public string SheetName => Layout.Id.StartsWith("vpr_2022", StringComparison.Ordinal) || Layout.Id == "vpr_collection_form" ? "Протокол" : Layout.Id == "fisoko_f3" ? "МА 4 Статистика по отметкам" : "Лист1";

    /// <param name="i">From 1; rows of different numbers are of different schools and pupils.</param>
    public object?[] Row(int i) => [.. Columns.Select(c => Value(c, i)), .. Headers.Skip(Columns.Count).Select(_ => (object?)1)];

    /// <summary>Title, header and rows.</summary>
    public object?[][] Table(IEnumerable<object?[]> rows) => [.. Title is null ? [] : new object?[][] { [Title] }, [.. Headers], .. rows];

    public int HeaderRow => Title is null ? 1 : 2;

    private static string[] TaskHeaders(string id) => id switch { "vpr_2020" => ["a-1-grade", "a-2-grade", "a-3-grade"], "vpr_2021" => ["балл за 1", "балл за 2", "балл за 3"], _ => ["1 (2б)", "2 (2б)", "3 (2б)"] };

    private string HeaderOf(LayoutColumn column) => Spelling.GetValueOrDefault($"{Layout.Id} {column.Field}") ?? column.Headers.Find(h => !h.StartsWith('~')) ?? throw new InvalidOperationException($"{Layout.Id}: {column.Field}");

    private object? Value(LayoutColumn c, int i) => (Layout.Id, c.Field) switch
    {
        (_, "_") => c.Identity switch { "name" => c.Headers[0] == "Имя" ? "Пётр" : $"Выдумкин{(char)('а' + i % 26)}{(char)('а' + i / 26 % 26)}", "document" => c.Headers[0].StartsWith("Серия", StringComparison.Ordinal) ? "99ЯЖ" : $"{700000 + i}", _ => null },
        // A group's name, then its four rows.
        ("fisoko_journal_long", "scope_raw") when i % 5 != 1 => new[] { "Всего", "", "Понизили", "Подтвердили", "Повысили" }[i % 5],
        (_, "scope_raw") => $"МБОУ «СОШ №{i}»(edu{220000 + i})",
        ("fisoko_journal_long", "pct") or ("fisoko_f3", "pct2" or "pct3" or "pct4" or "pct5") => 25,
        ("fisoko_journal_wide", "n_total") => 4, ("fisoko_journal_wide", "lowered_n") => 1, ("fisoko_journal_wide", "confirmed_n") => 2, ("fisoko_journal_wide", "raised_n") => 1,
        ("fisoko_journal_wide", "confirmed_pct") => 50, ("fisoko_journal_wide", "lowered_pct" or "raised_pct") => 25,
        ("vpr_2022", "school_raw") => $"МБОУ «СОШ №{i}»(edu{220000 + i})",
        ("registry_relation", "kind_raw") => "присоединение", ("registry_relation", "successor_raw") => "edu229999", (_, "from_raw") => "01.09.2021", (_, "to_raw") => "31.08.2026",
        ("registry_match", "system_raw") => "огэ", (_, "external_raw") => $"{100000 + i}",
        ("corrections", "target_raw") => "результаты ВПР", ("corrections", "path_raw") => "2026/Ф1.xlsx", ("corrections", "row_raw") => 10 + i, ("corrections", "field_raw") => "первичный балл", ("corrections", "expect_raw") => 5, ("corrections", "new_raw") => 6,
        ("corrections", "period_raw" or "subject_raw") => null,
        (_, "subject_raw") => "Алгебра", (_, "period_raw") => "1 четверть", (_, "exam_raw") => "Математика(2026.06.02)", (_, "appeal_raw") => "удовлетворена", (_, "status_raw") when Layout.Kind == "gia_result" => null,
        (_, "journal_raw" or "mark_raw") => 4, (_, "total_raw") => 3, (_, "sex_raw") => "м", (_, "variant2_raw") => null, (_, "class_raw") => Layout.Kind == "journal_period" ? "9А" : "А", (_, "pupil_raw") => i,
        (_, "short_raw") => "++1-", (_, "long_raw") => "1(2)3(3)", (_, "oral_raw") => null, (_, "primary_raw") => 7, (_, "test_raw") => 60,
        (_, "oge_raw") => $"{100000 + i}", (_, "ege_raw") => $"{200000 + i}", (_, "sgo_raw") => $"{i}", (_, "ogrn_raw") => "1027700132195", (_, "branches_raw") => "нет",
        // Whose row it is: one id is enough, and the next columns stay empty.
        (_, "school_inn" or "school_oge" or "school_ege") => null,
        ("bias_wide", "n_markers") => 4,
        ("graduate_path_9" or "graduate_path_11" or "certificates", "n_graduates") => 60,
        ("graduate_path_9", "n_grade10" or "n_spo" or "n_work" or "n_other" or "n_none") => 12,
        ("graduate_path_11", "n_vpo" or "n_spo" or "n_work" or "n_army" or "n_other" or "n_none") => 10,
        ("certificates", "n_received" or "n_not_received") => 30,
        ("task_specification", "procedure") => "ВПР", ("task_specification", "task") => $"{i}", ("task_specification", "wave") => "весна", ("task_specification", "level") => "базовый",
        ("controlled", "class_label") => "А", ("school_clusters", "stability") => 0.5,
        _ => c.Shape switch
        {
            "login" => $"edu{220000 + i}", "code" => $"{100000 + i}", "participant" => $"{40000 + i}", "registry_inn" => "7707083893", "number" or "amount" => 3, "date" => "01.09.2023", "academic_year" => "2023/24", "prose" => "методист",
            null => c.Type switch
            {
                FieldTypes.School => $"edu{220000 + i}", FieldTypes.SchoolName => $"СОШ № {i}", FieldTypes.Municipality => "reg22_m010", FieldTypes.Subject => "Математика", FieldTypes.AcademicYear => "2023/24", FieldTypes.Year => 2024,
                FieldTypes.Grade => 9, FieldTypes.Date => "01.03.2024", FieldTypes.Flag => 1, FieldTypes.Mark => 4, FieldTypes.ClassLabel => "9А", FieldTypes.Enum => c.Values.Keys.First(), FieldTypes.Text => Layout.Target is null ? null : "слово",
                _ => 3,
            },
            _ => null,
        },
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Layout.Id}, {Headers.Count} columns");
}

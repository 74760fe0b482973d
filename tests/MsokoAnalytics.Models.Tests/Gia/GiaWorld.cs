using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Gia;

/// <summary>A row of a protocol or, with <paramref name="Outcome"/> not «-», of a list of appeals.</summary>
internal sealed record ProtocolRow(string Procedure, string? Code, string Subject, int Year, string? Date, string? Period, string School, int Person, string Status, int? Primary, int? Test, int? Mark, string Outcome = "-");

/// <summary>Protocols of a few schools of two municipalities; school 0303 is in no list.</summary>
internal sealed record GiaWorld(IReadOnlyList<ProtocolRow> Rows)
{
    private static readonly (string Procedure, string? Code, string Subject)[] Exams =
        [("ОГЭ", null, "РУ"), ("ОГЭ", null, "МА"), ("ОГЭ", null, "ФИ"), ("ОГЭ", "52", "МА"), ("ЕГЭ", "01", "РУ"), ("ЕГЭ", "02", "МА"), ("ЕГЭ", "22", "МА"), ("ЕГЭ", "12", "ОБ")];

    private static readonly (string? Date, string? Period)[] Days = [("04-02", null), ("05-30", null), ("06-05", null), ("06-25", "reserve"), ("07-04", "resit"), ("09-10", null), (null, "additional"), (null, null), ("12-12", null)];

    private static readonly Gen<ProtocolRow> OneRow =
        from exam in Gen.Elements(Exams)
        from day in Gen.Elements(Days)
        from year in Gen.Elements(2024, 2026)
        from place in Gen.Choose(0, 11)
        from status in Gen.Frequency((12, Gen.Constant("present")), (1, Gen.Constant("absent")), (1, Gen.Constant("removed")), (1, Gen.Constant("unknown")))
        from primary in Gen.Choose(0, 40)
        from test in Gen.Frequency((4, Gen.Choose(20, 100)), (1, Gen.Constant(100)))
        from mark in Gen.Choose(2, 5)
        from appeal in Gen.Frequency((9, Gen.Constant("-")), (2, Gen.Elements("granted", "declined", "")))
        let present = status == "present"
        // A person stays in one school and level: the number says both.
        let nine = exam.Procedure == "ОГЭ"
        select new ProtocolRow(exam.Procedure, exam.Code, exam.Subject, year, day.Date, day.Period, new[] { "0101", "0202", "0303" }[place % 3], place + (nine ? 100 : 200), present || appeal != "-" ? "present" : status,
            present ? primary : null, present && !nine ? (exam.Code == "22" ? mark : test) : null, present && nine ? mark : null, appeal);

    public static Arbitrary<GiaWorld> Worlds => OneRow.ListOf().Select(r => new GiaWorld([.. r])).ToArbitrary();

    public void Load(TestDatabase database)
    {
        database.Execute("INSERT INTO core.map_school_external VALUES ('огэ', '101', '880001', 2000, NULL), ('егэ', '0101', '880001', 2000, NULL), ('огэ', '0202', '880002', 2000, NULL)");
        database.Execute("INSERT INTO core.map_school_year VALUES ('880001', 2024, '88_m010'), ('880001', 2026, '88_m010'), ('880002', 2026, '88_m020')");
        database.Execute("INSERT INTO core.map_school_now (school_id, now_school_id) VALUES ('880001', '880001'), ('880002', '880001')");
        database.Execute("INSERT INTO core.dim_school (school_id, school_name, municipality_id, is_special) VALUES ('880001', 'Первая', '88_m010', FALSE), ('880002', 'Вторая', '88_m020', FALSE)");
        database.Execute("INSERT INTO staging.stg_sheet (file_key, sheet_no, kind, layout_priority, municipality_id) VALUES (1, 1, 'gia_result', 20, '88_m010')");
        for (var i = 0; i < Rows.Count; i++)
        {
            var r = Rows[i];
            database.Execute(FormattableString.Invariant(
                $"""
                INSERT INTO staging.stg_gia__result (file_key, sheet_no, row_no, procedure, year, exam_code, subject, exam_date, period, is_appeal, appeal_outcome, school_code, grade, status, primary_score, test_score, mark)
                VALUES (1, 1, {i + 1}, '{r.Procedure}', {r.Year}, {Text(r.Code)}, '{r.Subject}', {Text(DateOf(r))}, {Text(r.Period)}, {r.Outcome != "-"}, {Text(r.Outcome is "-" or "" ? null : r.Outcome)}, '{r.School}', NULL, '{r.Status}', {Number(r.Primary)}, {Number(r.Test)}, {Number(r.Mark)})
                """));
            database.Execute(FormattableString.Invariant($"INSERT INTO staging.stg_person_row VALUES (1, 1, {i + 1}, {r.Year * 1000 + r.Person}, 0)"));
        }
    }

    public static string? DateOf(ProtocolRow row) => row.Date is null ? null : FormattableString.Invariant($"{row.Year}-{row.Date}");

    private static string Text(string? value) => value is null ? "NULL" : $"'{value}'";

    private static string Number(int? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "NULL";
}

using System.Globalization;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>Olympiads (counts, protocols with invented names, team places), events for talents, paths of graduates, certificates.</summary>
internal sealed class ActivityFiles(TableFiles files)
{
    private static readonly (string Code, string Name)[] Subjects =
        [("МА", "Математика"), ("РУ", "Русский язык"), ("ИС", "История"), ("ХИ", "Химия"), ("ЛИТ", "Литература"), ("Физическая культура", "Физическая культура")];

    private static readonly (string Code, string Name)[] Levels = [("federal", "всероссийский"), ("regional", "региональный"), ("municipal", "муниципальный")];

    private readonly MartTruth _olympiad = new("mart_olympiad", "scope", "scope_id", "academic_year", "stage", "subject", "n_participants", "n_winners", "n_prize");
    private readonly MartTruth _team = new("mart_olympiad_team", "school_id", "academic_year", "stage", "place");
    private readonly MartTruth _talent = new("mart_talent", "scope", "scope_id", "academic_year", "level", "n_winners", "n_prize", "n_participants");
    private readonly MartTruth _path = new("mart_graduate_path", "scope", "scope_id", "year", "grade", "path", "n", "n_graduates");
    private readonly MartTruth _certificate = new("mart_certificate", "scope", "scope_id", "year", "grade", "n_graduates", "n_received", "n_not_received", "n_honours", "n_candidates", "n_candidates_70");

    public IEnumerable<MartTruth> Truths => [_olympiad, _team, _talent, _path, _certificate];

    public void Write(Region region, int year, IReadOnlyList<School> schools)
    {
        var academicYear = WideFiles.AcademicYear(year);
        SchoolStage(year, academicYear, schools);
        MunicipalStage(year, academicYear, schools, region.Options.DirtLevel > 0);
        RegionalStage(year, academicYear, schools);
        Events(year, academicYear, schools);
        Graduates(year, schools);
    }

    private void SchoolStage(int year, string academicYear, IReadOnlyList<School> schools)
    {
        var rows = new List<object?[]>();
        foreach (var school in schools)
            for (var s = 0; s < Subjects.Length; s++)
            {
                var random = WideFiles.Chance(school, year, 10 + s);
                var participants = 5 + random.NextInt((int)(school.Classes * 30));
                var winners = Math.Max(1, participants / 20);
                var prize = participants / 10;
                rows.Add([WideFiles.Login(school), school.Name(year), Subjects[s].Name, participants, winners, prize]);
                _olympiad.Add("school", school.Digits, academicYear, "school", Subjects[s].Code, participants, winners, prize);
            }

        files.Write($"{WideFiles.Folder(year)}/ВсОШ/Школьный этап, итоги по школам.xlsx", null, new DateOnly(year - 1, 11, 1),
            [$"Итоги школьного этапа всероссийской олимпиады школьников, {academicYear} учебный год"], ["Логин ОО", "Школа", "Предмет", "Кол-во участников", "Кол-во победителей", "Кол-во призёров"], rows,
            ["", "Итого", "", rows.Sum(r => (int)r[3]!), rows.Sum(r => (int)r[4]!), rows.Sum(r => (int)r[5]!)]);
    }

    /// <summary>A protocol per subject; the team standings follow from it: two points a winner, one a prize-winner.</summary>
    private void MunicipalStage(int year, string academicYear, IReadOnlyList<School> schools, bool withPersons)
    {
        var points = schools.ToDictionary(s => s, _ => 0);
        for (var s = 0; s < Subjects.Length; s++)
        {
            var rows = new List<object?[]>();
            foreach (var school in schools)
            {
                var random = WideFiles.Chance(school, year, 20 + s);
                var participants = 1 + random.NextInt(6);
                int winners = 0, prize = 0;
                for (var i = 0; i < participants; i++)
                {
                    var score = Math.Round(20 + 70 * random.NextDouble(), 1);
                    var status = score > 82 ? "победитель" : score > 68 ? "призёр" : i % 2 == 0 ? "участник" : "";
                    winners += status == "победитель" ? 1 : 0;
                    prize += status == "призёр" ? 1 : 0;
                    var person = withPersons ? Names.Person(KeyedRandom.Key(school.Key, Purpose.WideName, year, s, i), i % 2 == 0) : string.Create(CultureInfo.InvariantCulture, $"Участник {i + 1}");
                    rows.Add([rows.Count + 1, person, WideFiles.Login(school), string.Create(CultureInfo.InvariantCulture, $"{7 + random.NextInt(5)}"), Subjects[s].Name, score, status]);
                }

                points[school] += 2 * winners + prize;
                _olympiad.Add("school", school.Digits, academicYear, "municipal", Subjects[s].Code, participants, winners, prize);
            }

            files.Write(string.Create(CultureInfo.InvariantCulture, $"{WideFiles.Folder(year)}/ВсОШ/Муниципальный этап, протокол {s + 1}.csv"), CsvDialect.All[s % 2], new DateOnly(year - 1, 12, 10),
                [$"Протокол муниципального этапа всероссийской олимпиады школьников, {academicYear} учебный год"], ["№ п/п", "ФИО участника", "Логин ОО", "Класс", "Предмет", "Балл", "Статус"], rows);
        }

        var teams = new List<object?[]>();
        foreach (var municipality in schools.GroupBy(s => s.Municipality))
        {
            var place = 0;
            foreach (var school in municipality.OrderByDescending(s => points[s]).ThenBy(s => s.Digits, StringComparer.Ordinal))
            {
                teams.Add([WideFiles.Login(school), school.Name(year), ++place, points[school]]);
                _team.Add(school.Digits, academicYear, "municipal", place);
            }
        }

        files.Write($"{WideFiles.Folder(year)}/ВсОШ/Командный зачёт.xlsx", null, new DateOnly(year - 1, 12, 20), [$"Муниципальный этап, {academicYear} учебный год"], ["Логин ОО", "Школа", "Место в командном зачёте", "Баллы"], teams);
    }

    /// <summary>The organiser's list of awards: nobody without one is on it, so how many took part is not known.</summary>
    private void RegionalStage(int year, string academicYear, IReadOnlyList<School> schools)
    {
        var rows = new List<object?[]>();
        foreach (var school in schools)
            for (var s = 0; s < Subjects.Length; s++)
            {
                var random = WideFiles.Chance(school, year, 70 + s);
                int winners = random.Chance(0.03) ? 1 : 0, prize = random.Chance(0.08) ? 1 : 0;
                if (winners + prize == 0) continue;
                if (winners > 0) rows.Add([WideFiles.Login(school), school.Name(year), "10", Subjects[s].Name, "победитель"]);
                if (prize > 0) rows.Add([WideFiles.Login(school), school.Name(year), "11", Subjects[s].Name, "призёр"]);
                _olympiad.Add("school", school.Digits, academicYear, "regional", Subjects[s].Code, null, winners, prize);
            }

        if (rows.Count > 0)
            files.Write($"{WideFiles.Folder(year)}/ВсОШ/Региональный этап, победители и призёры.xlsx", null, new DateOnly(year, 3, 15),
                [$"Региональный этап всероссийской олимпиады школьников, {academicYear} учебный год"], ["Логин ОО", "Школа", "Класс", "Предмет", "Статус"], rows);
    }

    private void Events(int year, string academicYear, IReadOnlyList<School> schools)
    {
        var rows = new List<object?[]>();
        foreach (var school in schools)
            for (var l = 0; l < Levels.Length; l++)
            {
                var random = WideFiles.Chance(school, year, 30 + l);
                int winners = random.NextInt(1 + l), prize = random.NextInt(2 + l), others = random.NextInt(10);
                foreach (var (result, n) in ((string, int)[])[("победитель", winners), ("призёр", prize), ("участник", others)])
                    if (n > 0) rows.Add([WideFiles.Login(school), academicYear, $"Конкурс «Шаг {l + 1}»", Levels[l].Name, result, n]);
                if (winners + prize + others > 0) _talent.Add("school", school.Digits, academicYear, Levels[l].Code, winners, prize, others);
            }

        files.Write($"{WideFiles.Folder(year)}/Таланты.csv", CsvDialect.Utf8WithBom, new DateOnly(year, 6, 1), [], ["Логин", "Учебный год", "Мероприятие", "Уровень", "Результат", "Количество"], rows);
    }

    private void Graduates(int year, IReadOnlyList<School> schools)
    {
        var nine = new List<object?[]>();
        var eleven = new List<object?[]>();
        var certificates = new List<object?[]>();
        foreach (var school in schools)
        {
            var random = WideFiles.Chance(school, year, 40);
            var n = Classes.Of(school, year - 1, 9).Sum(c => c.Size);
            if (n > 0)
            {
                var none = WideFiles.Binomial(ref random, n, 0.01);
                var work = WideFiles.Binomial(ref random, n - none, 0.01);
                var spo = WideFiles.Binomial(ref random, n - none - work, 0.5);
                var grade10 = n - none - work - spo;
                nine.Add([WideFiles.Login(school), year, n, grade10, spo, work, none]);
                foreach (var (path, count) in ((string, int)[])[("grade10", grade10), ("spo", spo), ("work", work), ("none", none)]) _path.Add("school", school.Digits, year, 9, path, count, n);
                Certificate(certificates, ref random, school, year, 9, n);
            }

            n = Classes.Of(school, year - 1, 11).Sum(c => c.Size);
            if (n == 0) continue;
            var out11 = WideFiles.Binomial(ref random, n, 0.02);
            var army = WideFiles.Binomial(ref random, n - out11, 0.03);
            var college = WideFiles.Binomial(ref random, n - out11 - army, 0.2);
            var university = n - out11 - army - college;
            eleven.Add([WideFiles.Login(school), year, n, university, college, army, out11]);
            foreach (var (path, count) in ((string, int)[])[("vpo", university), ("spo", college), ("army", army), ("none", out11)]) _path.Add("school", school.Digits, year, 11, path, count, n);
            Certificate(certificates, ref random, school, year, 11, n);
        }

        var day = new DateOnly(year, 10, 5);
        files.Write($"{WideFiles.Folder(year)}/Распределение выпускников 9 классов.xlsx", null, day, [], ["Логин", "Год", "Всего выпускников", "10 класс", "СПО", "Работа", "Не определены"], nine);
        files.Write($"{WideFiles.Folder(year)}/Распределение выпускников 11 классов.csv", CsvDialect.All[1], day, [], ["Логин", "Год", "Всего выпускников", "ВПО", "СПО", "Армия", "Не определены"], eleven);
        files.Write($"{WideFiles.Folder(year)}/Аттестаты и медали.xlsx", null, day, [], ["Логин", "Год", "Класс", "Выпускников", "Получили аттестат", "С отличием", "Не получили аттестат", "Претендентов на медаль", "из них набрали 70+"], certificates);
    }

    private void Certificate(List<object?[]> rows, ref KeyedRandom random, School school, int year, int grade, int n)
    {
        var without = WideFiles.Binomial(ref random, n, 0.01);
        var honours = WideFiles.Binomial(ref random, n - without, 0.06);
        int? candidates = grade == 11 ? honours : null;
        int? good = grade == 11 ? WideFiles.Binomial(ref random, honours, 0.8) : null;
        rows.Add([WideFiles.Login(school), year, grade, n, n - without, honours, without, candidates, good]);
        _certificate.Add("school", school.Digits, year, grade, n, n - without, without, honours, candidates, good);
    }
}

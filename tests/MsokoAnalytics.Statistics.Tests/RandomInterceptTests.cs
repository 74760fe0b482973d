using MsokoAnalytics.Statistics.Regression;
using MsokoAnalytics.Statistics.Tests.Reference;

namespace MsokoAnalytics.Statistics.Tests;

/// <summary>
/// Against lme4 1.1-31: shared data/r_multilevel/reference_lme4.txt and the BLUP tables beside it; a small case with Henderson's equations
/// inverted as a whole (oracles/r_reference.R).
/// </summary>
public sealed class RandomInterceptTests
{
    [SharedFact]
    public void Exam_null_ML()
    {
        var model = Fit("Exam.csv.gz", "normexam", "school", Estimation.MaximumLikelihood, out _);
        Same(model, [-0.013167], [0.053627], 0.16863893, 0.84776051, 11010.64894);
        Near.Equal(0.166, model.IntraclassCorrelation, 5e-4);
    }

    [SharedFact]
    public void Exam_with_intake_ML()
    {
        var model = Fit("Exam.csv.gz", "normexam", "school", Estimation.MaximumLikelihood, out var names, "standLRT");
        Same(model, [0.002391, 0.563371], [0.040023, 0.012465], 0.092129274, 0.565731004, 9357.243201);
        SameEffects(model, names, "Exam_blup_ml.csv");
    }

    [SharedFact]
    public void Exam_with_intake_REML()
    {
        var model = Fit("Exam.csv.gz", "normexam", "school", Estimation.Restricted, out _, "standLRT");
        Same(model, [0.002323, 0.563307], [0.040354, 0.012468], 0.093838988, 0.565865310, 9368.765287);
    }

    [SharedFact]
    public void Chem97_value_added_ML()
    {
        var model = Fit("Chem97.csv.gz", "score", "school", Estimation.MaximumLikelihood, out var names, "gcsecnt");
        Same(model, [5.627704, 2.472292], [0.028059, 0.016894], 1.1788119, 5.1542315, 141686.9926);
        SameEffects(model, names, "Chem97_blup_ml.csv");
    }

    /// <summary>The same published figures from cells of pupils with one school and one intake: n, mean and sum of squares are all that is needed.</summary>
    [SharedFact]
    public void Chem97_value_added_from_sufficient_statistics()
    {
        var table = new PupilTable("Chem97.csv.gz");
        var (schools, intake, score) = (table.Text("school"), table.Numbers("gcsecnt"), table.Numbers("score"));
        var names = schools.Distinct(StringComparer.Ordinal).ToList();
        var numbers = names.Select((name, at) => (name, at)).ToDictionary(p => p.name, p => p.at, StringComparer.Ordinal);
        var cells = Enumerable.Range(0, score.Length).GroupBy(i => (schools[i], intake[i])).Select(g =>
        {
            var mean = g.Average(i => score[i]);
            return new PupilCell(numbers[g.Key.Item1], g.Count(), [1, g.Key.Item2], mean, g.Sum(i => (score[i] - mean) * (score[i] - mean)));
        }).ToList();
        Assert.True(cells.Count < score.Length - 1000);
        var model = RandomInterceptModel.Fit(cells, Estimation.MaximumLikelihood);
        Same(model, [5.627704, 2.472292], [0.028059, 0.016894], 1.1788119, 5.1542315, 141686.9926);
        SameEffects(model, names, "Chem97_blup_ml.csv");
    }

    [SharedFact]
    public void Hsb82_null_REML()
    {
        var model = Fit("Hsb82.csv.gz", "mAch", "school", Estimation.Restricted, out var names);
        Same(model, [12.63697], [0.244394], 8.6140248, 39.1483219, 47116.79348);
        SameEffects(model, names, "Hsb82_null_blup_reml.csv");
    }

    [Fact]
    public void Small_case_ML()
    {
        var model = Small(Estimation.MaximumLikelihood);
        Same(model, [1.617555384419830, 0.527625304583339], [0.339444475412527, 0.119928997338166], 0.607927317047763, 0.201963929056010, 41.321863654730819);
        Near.All([0.378318368903178, -1.109704884312322, 0.632651995509469, 0.540247607992116, 0.511556418363803, -0.953069506456234], model.Groups.Select(g => g.Blup), 1e-5);
        Near.All([0.0865973917413876, 0.0606094726547663, 0.0378761630219429, 0.0466190678706015, 0.1515998476611672, 0.0275447279768552], model.Groups.Select(g => g.ConditionalVariance), 1e-5);
        Near.All([0.173147298257925, 0.153262924386455, 0.138497171049026, 0.147043685085486, 0.221804737803300, 0.132802516168259], model.Groups.Select(g => g.PredictionVariance), 1e-5);
    }

    [Fact]
    public void Small_case_REML()
    {
        var model = Small(Estimation.Restricted);
        Same(model, [1.619743608656439, 0.529195929360098], [0.372054175199865, 0.124009046492281], 0.741004077323819, 0.215346736143939, 43.935333583695744);
        Near.All([0.383587392767987, -1.126249846278578, 0.635356922624078, 0.543786356938276, 0.524987751188927, -0.961468577240694], model.Groups.Select(g => g.Blup), 1e-5);
        Near.All([0.201563029786139, 0.179668377681198, 0.163580422586425, 0.172903490438899, 0.255939767000634, 0.157375339159435], model.Groups.Select(g => g.PredictionVariance), 1e-5);
    }

    /// <summary>Group means closer than chance: the variance between is exactly 0, as lme4's singular fit has it.</summary>
    [Fact]
    public void Groups_that_do_not_differ()
    {
        var design = new double[6, 1];
        for (var i = 0; i < 6; i++) design[i, 0] = 1;
        var model = RandomInterceptModel.Fit(design, [1, 3, 3, 1, 2, 2.1], [0, 0, 1, 1, 2, 2], Estimation.Restricted);
        Assert.Equal(0, model.BetweenVariance);
        Assert.All(model.Groups, g => Assert.Equal(0, g.Blup));
    }

    [Fact]
    public void Balanced_groups_agree_with_the_anova_estimate()
    {
        // REML of balanced groups: σ² = MSW, τ² = (MSB − MSW)/n.
        double[][] groups = [[1, 2, 3], [5, 6, 8], [2, 2, 4], [9, 7, 8]];
        var anova = OneWayAnova.Of(groups);
        var design = new double[12, 1];
        for (var i = 0; i < 12; i++) design[i, 0] = 1;
        var model = RandomInterceptModel.Fit(
            design, groups.SelectMany(g => g).ToArray(), Enumerable.Range(0, 12).Select(i => i / 3).ToArray(), Estimation.Restricted);
        Near.Equal(anova.WithinMeanSquare, model.WithinVariance, 1e-10);
        Near.Equal((anova.BetweenMeanSquare - anova.WithinMeanSquare) / 3, model.BetweenVariance, 1e-10);
    }

    [Fact]
    public void Models_without_an_answer_are_refused()
    {
        double[,] ones = { { 1 }, { 1 }, { 1 } };
        Assert.Throws<ArgumentException>(() => RandomInterceptModel.Fit(ones, [1, 2, 3], [0, 0, 0], Estimation.Restricted));
        Assert.Throws<ArgumentException>(() => RandomInterceptModel.Fit(ones, [1, 2, 3], [0, 1, 2], Estimation.Restricted));
        Assert.Throws<ArgumentException>(() => RandomInterceptModel.Fit(ones, [1, 2, 3], [0, 0, 2], Estimation.Restricted));
        Assert.Throws<ArgumentException>(() => RandomInterceptModel.Fit(ones, [2, 2, 2], [0, 0, 1], Estimation.Restricted));
        Assert.Throws<ArgumentException>(() => RandomInterceptModel.Fit(ones, [1, 2], [0, 0, 1], Estimation.Restricted));
    }

    private static RandomInterceptModel Fit(
        string file, string outcome, string group, Estimation estimation, out List<string> names, params string[] predictors)
    {
        var table = new PupilTable(file);
        var design = new double[table.Count, predictors.Length + 1];
        for (var i = 0; i < table.Count; i++) design[i, 0] = 1;
        for (var j = 0; j < predictors.Length; j++)
        {
            var values = table.Numbers(predictors[j]);
            for (var i = 0; i < values.Length; i++) design[i, j + 1] = values[i];
        }

        var labels = table.Text(group);
        var distinct = labels.Distinct(StringComparer.Ordinal).ToList();
        var numbers = distinct.Select((name, at) => (name, at)).ToDictionary(p => p.name, p => p.at, StringComparer.Ordinal);
        names = distinct;
        return RandomInterceptModel.Fit(design, table.Numbers(outcome), labels.Select(l => numbers[l]).ToArray(), estimation);
    }

    private static RandomInterceptModel Small(Estimation estimation)
    {
        int[] g = [1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 6, 6, 6, 6, 6, 6, 6];
        double[] x = [-0.63, 0.18, -0.84, 1.6, 0.33, -0.82, 0.49, 0.74, 0.58, -0.31, 1.51, 0.39, -0.62, -2.21, 1.12, -0.04, -0.02, 0.94, 0.82, 0.59, 0.92, 0.78];
        double[] y = [1.42, 2.46, 0.54, 0.74, 0.45, 2.17, 1.9, 2.7, 2.63, 2.42, 3.47, 2.67, 1.52, 0.66, 2.89, 0.9, 0.04, 0.5, 1.19, 1.36, 0.91, 1.54];
        var design = new double[22, 2];
        for (var i = 0; i < 22; i++) (design[i, 0], design[i, 1]) = (1, x[i]);
        return RandomInterceptModel.Fit(design, y, g.Select(v => v - 1).ToArray(), estimation);
    }

    private static void Same(
        RandomInterceptModel model, double[] effects, double[] errors, double between, double within, double deviance)
    {
        Near.All(effects, model.FixedEffects, 2e-6);
        Near.All(errors, effects.Select((_, j) => model.StandardError(j)), 2e-6);
        Near.Relative(between, model.BetweenVariance, 2e-5);
        Near.Relative(within, model.WithinVariance, 2e-6);
        Near.Relative(deviance, model.Deviance, 1e-9);
    }

    private static void SameEffects(RandomInterceptModel model, List<string> names, string file)
    {
        var table = new PupilTable(file);
        var (ids, n, blups, variances) = (table.Text("id"), table.Numbers("n"), table.Numbers("blup"), table.Numbers("cond_var"));
        Assert.Equal(names.Count, ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            var effect = model.Groups[names.IndexOf(ids[i])];
            Assert.Equal(n[i], effect.N);
            Near.Equal(blups[i], effect.Blup, 2e-5);
            Near.Relative(variances[i], effect.ConditionalVariance, 2e-5);
        }
    }
}

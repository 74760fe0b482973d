namespace MsokoAnalytics.Detection.Tests;

public sealed class LofTests
{
    [Fact]
    public void Four_points_on_a_line_by_hand()
    {
        // Points 0, 1, 2, 10 with k = 2.
        // Neighbours (distance): 0 → 1 (1), 2 (2); 1 → 0 (1), 2 (1); 2 → 1 (1), 0 (2); 10 → 2 (8), 1 (9). k-distances 2, 1, 2, 9.
        // Mean reachability: 0: (max(1,1) + max(2,2))/2 = 1.5; 1: (max(1,2) + max(1,2))/2 = 2; 2: 1.5; 10: (max(8,2) + max(9,1))/2 = 8.5.
        // LOF = mean density of the neighbours / own density, density = 1/reachability:
        // 0: (1/2 + 1/1.5)/2·1.5 = 0.875; 1: (1/1.5 + 1/1.5)/2·2 = 4/3; 2: 0.875; 10: (1/1.5 + 1/2)/2·8.5 = 4.9583…
        var data = Support.Matrix([[0], [1], [2], [10]]);
        Support.Close([0.875, 4 / 3.0, 0.875, 8.5 * 7 / 12], new Lof(2, Scale: false).Fit(data).Score(data), 1e-8);
    }

    [Fact]
    public void A_new_row_is_scored_against_the_training_rows()
    {
        // 11 → neighbours 10 (1), 2 (9); k-distances 9 and 2; mean reachability (9 + 9)/2 = 9; densities of 10 and 2: 1/8.5 and 1/1.5.
        var fitted = new Lof(2, Scale: false).Fit(Support.Matrix([[0], [1], [2], [10]]));
        Support.Close([(1 / 8.5 + 1 / 1.5) / 2 * 9], fitted.Score(Support.Matrix([[11]])), 1e-8);
    }
}

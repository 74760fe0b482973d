-- Lower end of the Wilson 95 % score interval for k successes of n, in percent (0..100); NULL when n = 0.
-- Written as (k + z²/2 ± z·sqrt(k·(n−k)/n + z²/4)) / (n + z²): no cancellation at k = 0, no n² that could overflow.
(k, n) AS
CASE WHEN n > 0 THEN
  1e2 * greatest(0e0,
    (CAST(k AS DOUBLE) + 1.959963984540054e0 * 1.959963984540054e0 / 2e0
      - 1.959963984540054e0 * sqrt(CAST(k AS DOUBLE) * (n - k) / n + 1.959963984540054e0 * 1.959963984540054e0 / 4e0))
    / (n + 1.959963984540054e0 * 1.959963984540054e0))
END

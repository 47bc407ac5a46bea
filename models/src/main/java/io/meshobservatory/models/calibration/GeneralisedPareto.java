/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

/**
 * The distribution of what exceeds a high threshold: P(excess > y) = (1 + shape * y / scale)^(-1/shape).
 *
 * @param shape 0 for tails like the exponential one, greater for heavier ones, less for those that end
 * @param scale in the unit of the score; positive
 */
public record GeneralisedPareto(double shape, double scale) {
    /** Nearer to 0 than this, the shape is 0 as far as double precision goes. */
    private static final double SHAPE_ZERO = 1e-9;
    /** As if so many excesses of an exponential tail had been seen before the first: keeps few of them from wild shapes. */
    private static final double PRIOR_EXCESSES = 10;

    public GeneralisedPareto {
        if (!Double.isFinite(shape) || !(scale > 0) || !Double.isFinite(scale)) {
            throw new IllegalArgumentException(
                    "shape " + shape + ", scale " + scale + " (expected: finite, scale > 0)");
        }
    }

    /** How often an excess is greater than this one, which is 0 or greater. */
    public double survival(double excess) {
        if (Math.abs(shape) < SHAPE_ZERO) {
            return Math.exp(-excess / scale);
        }
        double base = shape * excess / scale;
        return base <= -1 ? 0 : Math.exp(-Math.log1p(base) / shape);
    }

    /** The excess that is exceeded so often; the inverse of {@link #survival} for shares in (0, 1]. */
    public double excess(double share) {
        if (Math.abs(shape) < SHAPE_ZERO) {
            return -scale * Math.log(share);
        }
        return scale * Math.expm1(-shape * Math.log(share)) / shape;
    }

    /**
     * Fits excesses by the estimator of Zhang and Stephens (A New and Efficient Estimation Method for the Generalized
     * Pareto Distribution, Technometrics 2009): the mean of theta = -shape / scale over its profile likelihood on a
     * grid. It has a closed form, always exists, and is nearly as efficient as maximum likelihood.
     *
     * <p>Cost: O(number of excesses * (30 + sqrt(count))).
     *
     * @param excesses positive, ascending
     * @param weights of the excesses, as many; their sum is positive
     * @param count how many equally weighted excesses would say as much
     */
    static GeneralisedPareto fit(double[] excesses, double[] weights, double count) {
        double sum = 0;
        double mean = 0;
        for (int i = 0; i < excesses.length; i++) {
            sum += weights[i];
            mean += weights[i] * excesses[i];
        }
        mean /= sum;
        double greatest = excesses[excesses.length - 1];
        double quartile = quartile(excesses, weights, sum);
        int grid = 30 + (int) Math.sqrt(count);
        double[] thetas = new double[grid];
        double[] likelihoods = new double[grid];
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < grid; i++) {
            thetas[i] = 1 / greatest + (1 - Math.sqrt(grid / (i + 0.5))) / (3 * quartile);
            likelihoods[i] = count * profile(thetas[i], excesses, weights, sum);
            best = Math.max(best, likelihoods[i]);
        }
        double normaliser = 0;
        double theta = 0;
        for (int i = 0; i < grid; i++) {
            double weight = Math.exp(likelihoods[i] - best);
            normaliser += weight;
            theta += weight * thetas[i];
        }
        theta /= normaliser;
        double shape = shape(theta, excesses, weights, sum);
        double scale = Math.abs(theta) * mean < SHAPE_ZERO ? mean : -shape / theta;
        return new GeneralisedPareto(shape * count / (count + PRIOR_EXCESSES), scale);
    }

    /** The likelihood of theta per excess, maximised over the shape, up to a constant. */
    private static double profile(double theta, double[] excesses, double[] weights, double sum) {
        double shape = shape(theta, excesses, weights, sum);
        double likelihood = Math.log(-theta / shape) - shape - 1;
        return Double.isNaN(likelihood) ? Double.NEGATIVE_INFINITY : likelihood;
    }

    private static double shape(double theta, double[] excesses, double[] weights, double sum) {
        double logarithms = 0;
        for (int i = 0; i < excesses.length; i++) {
            logarithms += weights[i] * Math.log1p(-theta * excesses[i]);
        }
        return logarithms / sum;
    }

    private static double quartile(double[] excesses, double[] weights, double sum) {
        double below = 0;
        for (int i = 0; i < excesses.length; i++) {
            below += weights[i];
            if (below >= sum / 4) {
                return excesses[i];
            }
        }
        return excesses[excesses.length - 1];
    }
}

package org.floatscape.dse.law;

/**
 * What a law says of a point.
 *
 * @param lossNats       loss, nats per token
 * @param deltaLossNats  loss above the same law at full precision, nats per token
 * @param criticalTokens tokens beyond which more data raises the loss; infinite where more data always helps
 */
public record Prediction(double lossNats, double deltaLossNats, double criticalTokens) {}

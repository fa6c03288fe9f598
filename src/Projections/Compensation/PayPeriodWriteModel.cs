using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.Compensation;

public sealed class PayPeriodWriteModel() : WriteModel<PayPeriod>("pay_period", EventNames.Of<IPayPeriodEvent>(), PayPeriod.Fold);

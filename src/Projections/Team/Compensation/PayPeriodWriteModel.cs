using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Team.Compensation;

public sealed class PayPeriodWriteModel() : WriteModel<PayPeriod>("pay_period", MarkedEvents.Of<IPayPeriodEvent>(), PayPeriod.Fold);

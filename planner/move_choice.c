#include "planner/move_choice.h"

#include "base/num.h"

struct byte_prices
move_prices(const struct target *t, const struct plan_options *o,
	    const struct problem *p)
{
	struct byte_prices prices = {max_i64(p->read_price, 1), 0};

	if (o->energy && t->sram_pj > 0)
		prices.move = 2 * t->sram_pj / (t->dram_read_pj + t->sram_pj) *
			      (double)prices.read;
	return prices;
}

/* Rounded up: never as good as a plan that costs as little without it. */
static int64_t
price_of_moves(const struct byte_prices *prices, int64_t moved)
{
	double cost = (double)moved * prices->move;

	return cost < 1e18 ? (int64_t)cost + (cost > (double)(int64_t)cost) : INT64_MAX;
}

int64_t
move_wanted(const struct filler *filler, int64_t usage, int64_t sram, uint8_t *scratch)
{
	struct fill fill;

	fill_room(filler, sram - usage, scratch, &fill);
	return fill.feasible ? max_i64(sram - fill.bytes, usage) : sram;
}

static void
weigh(struct move_choice *l, const struct filler *filler,
      const struct byte_prices *prices, int64_t cost, int64_t height, int64_t moved,
      int64_t sram, uint8_t *resident)
{
	*l = (struct move_choice){.height = height, .moves = moved > 0};
	if (height < 0)
		return;
	fill_room(filler, sram - height, resident, &l->fill);
	l->feasible = l->fill.feasible;
	l->cost = add_sat(cost,
			  mul_sat(fill_traffic(filler) - l->fill.saved, prices->read));
	l->cost = add_sat(l->cost, price_of_moves(prices, moved));
}

void
move_choose(struct move_choice *l, const struct filler *filler,
	    const struct byte_prices *prices, int64_t cost, const struct packing *p,
	    int64_t sram, uint8_t *resident)
{
	struct move_choice moving;

	weigh(&moving, filler, prices, cost, p->moving, p->moved, sram, resident);
	weigh(l, filler, prices, cost, p->still, 0, sram, resident);
	if (!moving.feasible || (l->feasible && l->cost <= moving.cost))
		return;
	weigh(l, filler, prices, cost, p->moving, p->moved, sram, resident);
}

package eval

import (
	"math"
	"slices"
)

// assign finds a maximum-weight assignment of the rows of w to its columns:
// min(rows, columns) pairs of row and column, by row.
//
// It is the shortest augmenting path method of Crouse (2016), "On implementing
// 2D rectangular assignment algorithms", as score_quotes.py and SciPy have it.
// Several assignments can weigh the same and yet give other figures (which role
// tokens are compared), so that every choice among equals is kept as it is
// there: the order of the columns left, and which of two shortest paths wins.
func assign(w [][]float64) [][2]int {
	rows := len(w)
	if rows == 0 || len(w[0]) == 0 {
		return nil
	}
	cols := len(w[0])
	flip := cols < rows
	if flip {
		rows, cols = cols, rows
	}
	cost := make([][]float64, rows)
	for i := range cost {
		cost[i] = make([]float64, cols)
		for j := range cost[i] {
			if flip {
				cost[i][j] = -w[j][i]
			} else {
				cost[i][j] = -w[i][j]
			}
		}
	}

	u, v := make([]float64, rows), make([]float64, cols) // dual variables
	colOf, rowOf := slices.Repeat([]int{-1}, rows), slices.Repeat([]int{-1}, cols)
	path := slices.Repeat([]int{-1}, cols)
	short := make([]float64, cols)
	left := make([]int, cols)
	for cur := range rows {
		left = left[:0]
		for j := cols - 1; j >= 0; j-- {
			left = append(left, j)
			short[j] = math.Inf(1)
		}
		inRows, inCols := make([]bool, rows), make([]bool, cols)
		low, i, sink := 0.0, cur, -1
		for sink < 0 {
			inRows[i] = true
			best, at := math.Inf(1), -1
			for k, j := range left {
				r := low + cost[i][j] - u[i] - v[j]
				if r < short[j] {
					path[j], short[j] = i, r
				}
				if short[j] < best || short[j] == best && rowOf[j] == -1 {
					best, at = short[j], k
				}
			}
			low = best
			j := left[at]
			if rowOf[j] == -1 {
				sink = j
			} else {
				i = rowOf[j]
			}
			inCols[j] = true
			left[at] = left[len(left)-1]
			left = left[:len(left)-1]
		}
		u[cur] += low
		for i := range rows {
			if inRows[i] && i != cur {
				u[i] += low - short[colOf[i]]
			}
		}
		for j := range cols {
			if inCols[j] {
				v[j] -= low - short[j]
			}
		}
		for j := sink; ; {
			i := path[j]
			rowOf[j] = i
			colOf[i], j = j, colOf[i]
			if i == cur {
				break
			}
		}
	}

	pairs := make([][2]int, rows)
	for i, j := range colOf {
		if flip {
			pairs[i] = [2]int{j, i}
		} else {
			pairs[i] = [2]int{i, j}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return a[0] - b[0] })
	return pairs
}
